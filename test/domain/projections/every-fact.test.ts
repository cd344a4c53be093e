import { describe, expect, it } from '@jest/globals';
import { effectsOf } from '../../../domain/projections/account-effects.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import type { DeliveredFact } from '../../../domain/projections/projection.ts';
import { transferIdOf } from '../../../domain/projections/transfer-of.ts';
import { everyFact, factOf } from '../../support/every-fact.ts';

/** What is read of each type of fact, where that is anything. */
const byType = (read: (delivered: DeliveredFact) => readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    everyFact.map((each) => [each.fact.type, read(each)] as const).filter(([, found]) => found.length > 0),
  );

const transferId = 'trf_0123456789ABCDEFGHJKMNPQRS';

const aboutTransfers = (found: string) =>
  Object.fromEntries(everyFact.filter(({ fact }) => 'transfer' in fact).map(({ fact }) => [fact.type, [found]]));

describe('of every type of fact', () => {
  it('what it did to accounts is told once for each, with the postings of an entry only', () => {
    const effects = byType(({ fact }) =>
      effectsOf(fact).map(({ effect: { accountId, version }, postings }) =>
        [`${accountId} ${version}`, ...postings.map(({ side, amount }) => `${side} ${amount}`)].join(', '),
      ),
    );
    expect(effects).toEqual({
      AccountClosed: ['equity:unused 2'],
      AccountFrozen: ['sellers:7:payable 8'],
      AccountLimitsChanged: ['sellers:7:payable 10'],
      AccountOpened: ['equity:unused 1'],
      AccountUnfrozen: ['sellers:7:payable 9'],
      HoldAuthorized: ['sellers:7:payable~7 5', 'assets:bank:operating 5'],
      HoldExpired: ['sellers:7:payable~7 7', 'assets:bank:operating 7'],
      HoldVoided: ['sellers:7:payable~7 6', 'assets:bank:operating 6'],
      JournalEntryPosted: ['assets:bank:operating~16 2, debit 100.00', 'sellers:7:payable 2, credit 100.00'],
    });
  });

  it('the balances look at what it is about, a step for each account and one for the hold or the transfer', () => {
    const listOf = ({ partition }: { readonly partition: string }) => partition.split('#')[1];
    const ofAccount = ['entries accounts tallies'];
    const ofHold = ['entries stripes tallies', 'entries accounts', 'holds'];
    expect(byType((each) => balanceProjection(each).map(({ reads }) => reads.map(listOf).join(' ')))).toEqual({
      AccountClosed: ofAccount,
      AccountFrozen: ofAccount,
      AccountLimitsChanged: ofAccount,
      AccountOpened: ofAccount,
      AccountUnfrozen: ofAccount,
      HoldAuthorized: ofHold,
      HoldCaptured: ['holds tallies'],
      HoldExpired: ofHold,
      HoldVoided: ofHold,
      JournalEntryPosted: ['entries stripes totals tallies', 'entries accounts totals'],
      ...aboutTransfers('transfers tallies'),
    });
  });

  it('the transfer is told that it is about', () => {
    const found = byType(({ fact }) => [transferIdOf(fact)].filter((id) => id !== undefined));
    expect(found).toEqual({
      HoldCaptured: [transferId],
      HoldVoided: [transferId],
      RiskAlertResolved: [transferId],
      RiskDecided: [transferId],
      ...aboutTransfers(transferId),
    });
    expect(transferIdOf({ ...factOf('JournalEntryPosted'), transferId })).toBe(transferId);
  });
});
