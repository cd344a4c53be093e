import { describe, expect, it } from '@jest/globals';
import { comparisonAnswer } from '../../cli/commands/audit-compare-command.ts';
import { runQuipu } from '../../cli/run-quipu.ts';
import { scriptedApi } from './scripted-api.ts';

const tally = (count: number, hash: string) => ({ count, hash });

const same = {
  status: 'same',
  from: '2026-11-23T10:00:00.000Z',
  size: 7,
  consumers: {
    audit: tally(7, 'a7'),
    balance: { ...tally(7, 'a7'), expected: tally(7, 'a7') },
    fraud: { ...tally(2, 'f2'), expected: tally(2, 'f2') },
  },
  differences: [],
};

const different = {
  ...same,
  status: 'different',
  consumers: { ...same.consumers, balance: { ...tally(6, 'a6'), expected: tally(7, 'a7') } },
  differences: [
    {
      consumer: 'balance',
      minute: '2026-11-23T10:03:00.000Z',
      missing: 1,
      hash: 'h',
      seenBy: 'audit',
      factId: 'main#J#x@0',
    },
  ],
};

const quipu = async (url: string, ...words: readonly string[]) => {
  const said: string[] = [];
  const exitCode = await runQuipu(words, {
    write: (text) => said.push(text),
    complain: () => {},
    progress: () => ({ step: () => {}, done: () => {} }),
    environment: { QUIPU_URL: url },
    readInput: async () => '',
  });
  return { exitCode, text: said.join('') };
};

describe('quipu audit compare', () => {
  it('says what each consumer has, and that none misses any', async () => {
    const api = await scriptedApi({ status: 200, body: same });
    const { exitCode, text } = await quipu(api.url, 'audit', 'compare', '--minutes', '5');
    await api.stop();
    expect(exitCode).toBe(0);
    expect(api.received.map(({ path }) => path)).toEqual(['/v1/audit/comparison?minutes=5']);
    expect(text).toContain('balance       7         7  a7');
    expect(text).toContain('Every consumer has applied what the log has for it.');
  });

  it('compares again until what was on its way is there', async () => {
    const api = await scriptedApi({ status: 200, body: different }, { status: 200, body: same });
    const { exitCode } = await quipu(api.url, 'audit', 'compare', '--wait', '5');
    await api.stop();
    expect(exitCode).toBe(0);
    expect(api.received).toHaveLength(2);
  });

  it('names who lacks what, and fails', async () => {
    const api = await scriptedApi({ status: 200, body: different });
    const { exitCode, text } = await quipu(api.url, 'audit', 'compare', '--wait', '0');
    const inJson = await quipu(api.url, 'audit', 'compare', '--wait', '0', '--json');
    await api.stop();
    expect(exitCode).toBe(1);
    expect(text).toContain('balance       6         7  a6    differs');
    expect(text).toContain('balance  2026-11-23T10:03      1  audit    main#J#x@0');
    expect(JSON.parse(inJson.text)).toEqual(different);
  });

  it('fails where nothing could be compared', () => {
    expect(comparisonAnswer({ ...same, status: 'behind' })).toMatchObject({ failed: true });
  });
});
