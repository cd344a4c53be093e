import { describe, expect, it } from '@jest/globals';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { type RecordKeysOptions, recordKeys } from '../../../functions/audit/record-keys.ts';
import { sealLog } from '../../../functions/audit/seal-log.ts';
import { logSealer } from '../../../functions/audit/seal-logs.ts';
import '../../support/quiet-log.ts';
import { logWorld, signerOf } from './log-parts.ts';

const [first, second] = [signerOf(1), signerOf(2)];

/** A log whose signers change: each is sealed with in turn, as a process that starts with those would. */
const rotating = () => {
  const world = logWorld();
  const eventStore = memoryEventStore();
  const sealWith = async (signers: RecordKeysOptions['signers']): Promise<void> => {
    const options = { ...world.options, signers };
    await recordKeys('main', { ...options, eventStore });
    await world.add(1);
    await sealLog('main', options);
  };
  const recorded = async () => {
    const facts: { readonly type: string; readonly keys: readonly string[]; readonly published: boolean }[] = [];
    for await (const { text, published } of eventStore.scan()) facts.push({ ...JSON.parse(text), published });
    return facts;
  };
  return { ...world, eventStore, sealWith, recorded };
};

describe('the keys of a log', () => {
  it('are not recorded where a log begins with them, however often it is sealed', async () => {
    const { sealWith, recorded } = rotating();
    for (let process = 0; process < 3; process += 1) await sealWith([first]);
    expect(await recorded()).toEqual([]);
  });

  it('are recorded as facts where a key joins, and where one leaves, once each', async () => {
    const { sealWith, recorded } = rotating();
    for (const signers of [[first], [first, second], [second, first], [second], [second]]) await sealWith(signers);
    const facts = await recorded();
    expect(facts.map(({ keys }) => keys.length)).toEqual([2, 1]);
    expect(facts).toMatchObject([
      { type: 'LogKeysChanged', actor: 'audit', ledger: 'main', published: true },
      { type: 'LogKeysChanged', keys: [expect.stringMatching(/^quipu\/test\/main\+[0-9a-f]{8}\+/)] },
    ]);
    expect(facts[0]?.keys).toContain(facts[1]?.keys[0]);
  });

  it('sign nothing before they are recorded', async () => {
    const { store, archive, options, sealWith, add } = rotating();
    await sealWith([first]);
    let isFailing = true;
    const sealer = logSealer({
      ...options,
      ...{ store, archive },
      signers: [second],
      count: () => {},
      beforeSealing: async () => {
        if (isFailing) throw new TransientFailure('no answer');
      },
    });
    await add(1);
    await sealer.sealNow('main');
    const names = await archive.list('log/main/key/', undefined, 10);
    expect(names).toHaveLength(1);
    isFailing = false;
    await sealer.sealNow('main');
    expect(await archive.list('log/main/key/', undefined, 10)).toHaveLength(2);
  });
});
