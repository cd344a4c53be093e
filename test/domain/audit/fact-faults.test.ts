import { describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../domain/accounts/account.ts';
import { faultsOf } from '../../../domain/audit/fact-faults.ts';
import type { Fact } from '../../../domain/facts/fact.ts';
import type { JournalEntryPosted } from '../../../domain/facts/journal-entry-posted.ts';
import type { DeliveredFact } from '../../../domain/projections/projection.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { everyFact, factOf } from '../../support/every-fact.ts';

const faults = (delivered: DeliveredFact, more: Partial<DeliveredFact> = {}) =>
  faultsOf({ ...delivered, ...more }, sha256);

const typesWhere = (isMeant: (delivered: DeliveredFact) => boolean): readonly string[] =>
  everyFact.filter(isMeant).map(({ fact }) => fact.type);

/** The faults of a fact that is delivered as this type is. */
const faultsAs = (fact: Fact) => {
  const delivered = everyFact.find((each) => each.fact.type === fact.type);
  return delivered === undefined ? [] : faults(delivered, { fact });
};

describe('a fact of any type', () => {
  it('has no fault in the stream that it is about, with the hash of its text', () => {
    for (const delivered of everyFact)
      expect([delivered.fact.type, faults(delivered)]).toEqual([delivered.fact.type, []]);
  });

  it('is misplaced in every other stream', () => {
    const streams = [...new Set(everyFact.map(({ streamId }) => streamId)), 'other#L#log' as StreamId];
    for (const delivered of everyFact)
      for (const streamId of streams)
        expect(faults(delivered, { streamId })).toEqual(streamId === delivered.streamId ? [] : ['Misplaced']);
  });

  it('is misplaced at another version where it tells its own, or there can be but one', () => {
    const isMisplaced = (delivered: DeliveredFact) =>
      faults(delivered, { version: delivered.version + 1 }).includes('Misplaced');
    expect(typesWhere(isMisplaced)).toEqual([
      ...['AccountClosed', 'AccountFrozen', 'AccountLimitsChanged', 'AccountOpened', 'AccountUnfrozen'],
      ...['HoldAuthorized', 'JournalEntryPosted', 'RequestRejected', 'RiskDecided'],
    ]);
  });

  it('mismatches every other hash, and so does a link where a hash should be', () => {
    for (const delivered of everyFact) expect(faults(delivered, { hash: 'other' })).toEqual(['HashMismatch']);
    const isLinked = (delivered: DeliveredFact) => faults(delivered, { hash: sha256(delivered.text) }).length > 0;
    expect(typesWhere(isLinked)).toEqual(typesWhere(({ fact }) => fact.type.startsWith('Account')));
  });

  it('tells each fault once and in order', () => {
    const [delivered] = everyFact.filter(({ fact }) => fact.type === 'JournalEntryPosted');
    if (delivered === undefined) throw new Error('No entry');
    const entry = factOf('JournalEntryPosted');
    const fact = { ...entry, postings: entry.postings.map((each) => ({ ...each, amount: 'much', debits: 'all' })) };
    expect(faults(delivered, { fact, hash: 'other', version: 1 })).toEqual([
      ...['HashMismatch', 'MalformedAmount', 'Misplaced'],
    ]);
  });
});

describe('amounts that cannot be read', () => {
  const authorized = factOf('HoldAuthorized');
  const voided = factOf('HoldVoided');

  it.each<readonly [string, Fact]>([
    ['of an account', { ...factOf('AccountOpened'), debits: '1e3' }],
    ['of a hold', { ...authorized, hold: { ...authorized.hold, amount: '' } }],
    ['of what a hold was before it was voided', { ...voided, hold: { ...voided.hold, amount: 'x' } }],
    ['of what a hold captured', { ...voided, hold: { ...voided.hold, captured: 'x' } }],
    ['of what a hold did', { ...voided, effects: voided.effects.map((each) => ({ ...each, heldDebits: '+1' })) }],
  ])('are a fault: %s', (_, fact) => {
    expect(faultsAs(fact)).toEqual(['MalformedAmount']);
  });
});

describe('the postings of an entry', () => {
  type Leg = readonly [accountId: string, side: 'debit' | 'credit', amount: string, more?: object];
  const entry = factOf('JournalEntryPosted');
  const [posting] = entry.postings;
  if (posting === undefined) throw new Error('No posting');

  const faultsWith = (...legs: readonly Leg[]) => {
    const postings = legs.map(([accountId, side, amount, more]) => {
      return { ...posting, accountId: accountId as AccountId, side, amount, ...more };
    });
    return faultsAs({ ...entry, postings } as JournalEntryPosted);
  };

  it('balance in every currency', () => {
    const yen = { currency: 'JPY' };
    expect(faultsWith(['a', 'debit', '3.00'], ['b', 'credit', '1.00'], ['c', 'credit', '2'])).toEqual([]);
    expect(faultsWith(['a', 'debit', '1.00'], ['b', 'credit', '1.01'])).toEqual(['UnbalancedEntry']);
    expect(faultsWith(['a', 'debit', '1.00'], ['b', 'debit', '1.00'])).toEqual(['UnbalancedEntry']);
    const balanced = [
      ['c', 'debit', '5', yen],
      ['d', 'credit', '5', yen],
    ] as const;
    expect(faultsWith(['a', 'debit', '1.00'], ...balanced)).toEqual(['UnbalancedEntry']);
    expect(faultsWith(['a', 'debit', '1.00'], ['b', 'credit', '1.00', yen])).toEqual(['UnbalancedEntry']);
    expect(faultsWith(['a', 'debit', '1.00'], ['b', 'credit', '1.00'], ...balanced)).toEqual([]);
  });

  it('have amounts above zero', () => {
    expect(faultsWith(['a', 'debit', '0.00'], ['b', 'credit', '0.00'])).toEqual(['MalformedAmount']);
    expect(faultsWith(['a', 'debit', '-1.00'], ['b', 'credit', '-1.00'])).toEqual(['MalformedAmount']);
    expect(faultsWith(['a', 'debit', '0.000001'], ['b', 'credit', '0.000001'])).toEqual([]);
    expect(faultsWith(['a', 'debit', '1.00'], ['b', 'credit', 'x'])).toEqual(['MalformedAmount', 'UnbalancedEntry']);
  });

  it('agree on what they did to an account', () => {
    const legs = (version: number): readonly Leg[] => [
      ...([
        ['a', 'debit', '1.00', { version: 2 }],
        ['a', 'debit', '2.00', { version }],
      ] as const),
      ['b', 'credit', '3.00', { version: 7 }],
    ];
    expect(faultsWith(...legs(2))).toEqual([]);
    expect(faultsWith(...legs(3))).toEqual(['EffectsDisagree']);
    expect(faultsWith(...legs(3).toReversed())).toEqual(['EffectsDisagree']);
  });
});
