import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { dateOf, instantOf } from '../../../domain/shared/instant.ts';
import { anyDeliveryOf } from '../../arbitraries/deliveries.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { folded } from '../../support/folded.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

const posted = async (): Promise<readonly StoredEvent[]> => {
  const ledger = testLedger();
  for (const id of ['assets:bank', 'sellers:7']) await open(ledger, id);
  for (const [key, day] of [24, 23, 25, 25, 22, 24, 26, 23].entries()) {
    const body = entryOf('assets:bank', 'sellers:7', `${key + 1}.00`);
    const effectiveDate = dateOf(instantOf(Date.parse(`2026-11-${day}T00:00:00.000Z`)));
    await post(ledger, `${key}`, { ...body, effectiveDate });
  }
  return publishedIn(ledger.eventStore);
};

/** Debits of the bank by effective date, wherever they are kept. */
const daysIn = (rows: Awaited<ReturnType<typeof folded>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...rows].flatMap(([name, body]) => {
      const [, date] = /^main#days#assets:bank \/ (.*)$/.exec(name) ?? [];
      if (date !== undefined) return [[date, body['debits']]];
      if (name !== 'main#accounts / assets:bank') return [];
      const { date: newest, sums } = body['newestDay'] as { date: string; sums: { debits: string } };
      return [[newest, sums.debits]];
    }),
  );

describe('the days of an account', () => {
  it('sum what counts for each, also what is entered late', async () => {
    expect(daysIn(await folded(balanceProjection, await posted()))).toEqual({
      '2026-11-22': '5.00',
      '2026-11-23': '10.00',
      '2026-11-24': '7.00',
      '2026-11-25': '7.00',
      '2026-11-26': '7.00',
    });
  });

  it('are in the same rows in any order and any repetition', async () => {
    const events = await posted();
    const textOf = async (delivered: readonly StoredEvent[]) =>
      JSON.stringify([...(await folded(balanceProjection, delivered))]);
    const expected = await textOf(events);
    await fc.assert(
      fc.asyncProperty(anyDeliveryOf(events), async (delivered) => {
        expect(await textOf(delivered)).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
});
