import { describe, expect, it } from '@jest/globals';
import { tellPinned } from './pinned-story.ts';

/** Events are for ever, and hashed: a change here is a change of what was stored, and needs a version of its own. */
describe('what the ledger writes', () => {
  it('stays as it is, to the byte', async () => {
    const { eventStore } = await tellPinned();
    const lines: string[] = [];
    for await (const { streamId, version, published, hash, text } of eventStore.scan())
      lines.push(`${streamId}@${version} ${published} ${hash} ${text}`);
    expect(lines).toMatchSnapshot();
  });

  it('and what it answers: which refusal, where, and why in words', async () => {
    expect((await tellPinned()).outcomes).toMatchSnapshot();
  });
});
