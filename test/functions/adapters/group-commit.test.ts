import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { groupLimits } from '../../../functions/adapters/commit-group.ts';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { eventStoreContract } from '../../contract/event-store.ts';
import { bank, entryStream, held, idle, other, post, seller, writeOf } from './support/held-store.ts';

eventStoreContract('that commits in groups', async () => groupCommit(memoryEventStore()));

describe('group commit', () => {
  it('sends an append that meets nobody at once and alone', async () => {
    const { slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    const [one, two] = [await post(store, 'one', [bank]), await post(store, 'two', [seller])];
    await idle();
    expect(sent).toEqual([
      ['one', 'one on 1'],
      ['two', 'two on 1'],
    ]);
    expect(one.outcome).toBeUndefined();
    for (let turn = 0; turn < 2; turn += 1) await goOn();
    expect([one.outcome?.code, two.outcome?.code]).toEqual(['Appended', 'Appended']);
  });

  it('writes together what came while the account was being written, and answers none before', async () => {
    const { store: truth, slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    const seen = [];
    for (const key of ['one', 'two', 'three', 'four']) seen.push(await post(store, key, [bank, seller]));
    await goOn();
    expect(seen.map(({ outcome }) => outcome?.code)).toEqual(['Appended', undefined, undefined, undefined]);
    expect(sent[1]).toEqual(
      ['two', 'three', 'four'].flatMap((key, at) => [key, `${key} on ${at + 2}`, `${key} on ${at + 2}`]),
    );
    await goOn();
    for (const { outcome } of seen) expect(outcome?.code).toBe('Appended');
    const events = seen.flatMap(({ outcome }) => (outcome?.code === 'Appended' ? outcome.events : []));
    for (const event of events) expect(await truth.read(event.streamId, event.version, 1)).toEqual([event]);
    expect(sent).toHaveLength(2);
  });

  it('never sends what rests on an append that was lost', async () => {
    const { store: truth, slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    await truth.append([writeOf(truth.beginning(entryStream('one')), 'one of another')]);
    const one = await post(store, 'one', [bank]);
    const two = await post(store, 'two', [bank]);
    const three = await post(store, 'three', [bank, seller]);
    const four = await post(store, 'four', [seller]);
    await goOn();
    expect(one.outcome).toMatchObject({ code: 'VersionConflict', streamId: entryStream('one') });
    expect(two.outcome).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
    expect(three.outcome).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
    expect(four.outcome).toEqual({ code: 'VersionConflict', streamId: seller, existing: undefined });
    expect(sent).toHaveLength(1);
    const again = await post(store, 'again', [bank]);
    await goOn();
    expect(again.outcome?.code).toBe('Appended');
  });

  it('takes out of a group what loses, and writes the others', async () => {
    const { store: truth, slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    const first = await post(store, 'first', [bank, seller, other]);
    const one = await post(store, 'one', [bank, other]);
    const replayed = await post(store, 'replayed', [bank, seller]);
    const behind = await post(store, 'behind', [seller]);
    const beside = await post(store, 'beside', [other]);
    await truth.append([writeOf(truth.beginning(entryStream('replayed')), 'before')]);
    for (let turn = 0; turn < 2; turn += 1) await goOn();
    expect(sent[2]).toEqual(['one', 'one on 2', 'one on 2', 'beside', 'beside on 3']);
    await goOn();
    expect([first, one, beside].map(({ outcome }) => outcome?.code)).toEqual(['Appended', 'Appended', 'Appended']);
    expect(replayed.outcome).toMatchObject({ streamId: entryStream('replayed'), existing: { text: 'before' } });
    expect(behind.outcome).toEqual({ code: 'VersionConflict', streamId: seller, existing: undefined });
  });

  it('is not fooled by a head that was read from an append lost since', async () => {
    const { store: truth, slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    await truth.append([writeOf(truth.beginning(entryStream('one')), 'one of another')]);
    await post(store, 'one', [bank]);
    const [head] = await store.load([bank], 'eventual');
    await goOn();
    if (head === undefined) throw new Error('no head');
    expect(head.version).toBe(2);
    const late = store.append([writeOf(store.beginning(entryStream('late')), 'late'), writeOf(head, 'late')]);
    expect(await late).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
    const alone = store.append([writeOf(head, 'not an entry')]);
    expect(await alone).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
    expect(sent).toHaveLength(1);
  });

  it('tells nobody of a group more than that it is unknown, where it is', async () => {
    const { slow, sent, goOn, failOnce } = await held();
    const store = groupCommit(slow);
    const first = await post(store, 'first', [bank]);
    const seen = [await post(store, 'one', [bank]), await post(store, 'two', [bank])];
    await goOn();
    failOnce(new TransientFailure('the answer was lost'));
    const behind = await post(store, 'behind', [bank]);
    await goOn();
    expect(first.outcome?.code).toBe('Appended');
    for (const { error } of seen) expect(error).toBeInstanceOf(TransientFailure);
    expect(behind.outcome).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
    expect(sent).toHaveLength(2);
  });

  it('does not let one that can never be written take the others with it', async () => {
    const { store: truth, goOn, sent } = await held();
    const picky: EventStore = {
      ...truth,
      append: async (writes) => {
        sent.push(writes.map(({ text }) => text));
        await idle();
        if (writes.some(({ text }) => text === 'too large')) throw new PermanentFailure('too large');
        return truth.append(writes);
      },
    };
    const store = groupCommit(picky);
    const first = await post(store, 'first', [bank]);
    const one = await post(store, 'one', [bank, seller]);
    const large = await post(store, 'too large', [bank]);
    const behind = await post(store, 'behind', [bank]);
    const beside = await post(store, 'beside', [seller]);
    for (let turn = 0; turn < 8; turn += 1) await goOn();
    for (const { outcome } of [first, one, beside]) expect(outcome?.code).toBe('Appended');
    expect(large.error).toBeInstanceOf(PermanentFailure);
    expect(behind.outcome).toEqual({ code: 'VersionConflict', streamId: bank, existing: undefined });
  });

  it('lets a strong load, and what is neither entry nor hold, wait for what is on its way', async () => {
    const { store: truth, slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    await post(store, 'one', [bank]);
    const strong = store.load([bank], 'strong');
    const [head] = await store.load([bank], 'eventual');
    if (head === undefined) throw new Error('no head');
    let isStaged = false;
    const frozen = store.append([writeOf(head, 'frozen')], () => {
      isStaged = true;
    });
    await idle();
    expect(sent).toHaveLength(1);
    await goOn();
    expect((await strong).map(({ version }) => version)).toEqual([2]);
    expect(sent[1]).toEqual(['frozen']);
    await goOn();
    expect((await frozen).code).toBe('Appended');
    expect(isStaged).toBe(false);
    expect(await truth.read(bank, 3, 1)).toMatchObject([{ text: 'frozen' }]);
  });

  it('writes one of two entries with one key, and shows it to the other', async () => {
    const { slow, goOn } = await held();
    const store = groupCommit(slow);
    await post(store, 'first', [bank]);
    const one = await post(store, 'same', [bank]);
    const two = await post(store, 'same', [bank]);
    for (let turn = 0; turn < 3; turn += 1) await goOn();
    expect(one.outcome?.code).toBe('Appended');
    expect(two.outcome).toMatchObject({ streamId: entryStream('same'), existing: { text: 'same' } });
  });

  it('waits for all that it rests on', async () => {
    const { slow, sent, goOn } = await held();
    const store = groupCommit(slow);
    for (const [key, account] of [
      ['first', bank],
      ['second', bank],
      ['third', other],
    ] as const)
      await post(store, key, [account]);
    const both = await post(store, 'both', [bank, other]);
    await goOn();
    expect(sent.map(([key]) => key)).toEqual(['first', 'third', 'second']);
    await goOn();
    await goOn();
    expect(sent[3]?.[0]).toBe('both');
    expect(both.outcome).toBeUndefined();
    await goOn();
    expect(both.outcome?.code).toBe('Appended');
  });

  it('keeps to what fits into a transaction', async () => {
    const { slow, sent, goOn } = await held();
    const store = groupCommit(slow, { ...groupLimits, eventsMaximum: 5 });
    const seen = [];
    for (const key of ['one', 'two', 'three', 'four', 'five', 'six']) seen.push(await post(store, key, [bank]));
    for (let turn = 0; turn < 4; turn += 1) await goOn();
    expect(sent.map(({ length }) => length)).toEqual([2, 4, 4, 2]);
    for (const { outcome } of seen) expect(outcome?.code).toBe('Appended');
    const large = groupCommit(slow, { ...groupLimits, charactersMaximum: 20 });
    for (const key of ['seven', 'eight', 'nine']) await post(large, key, [bank]);
    for (let turn = 0; turn < 3; turn += 1) await goOn();
    expect(sent.slice(4).map(({ length }) => length)).toEqual([2, 2, 2]);
  });
});
