import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { folded } from '../../support/folded.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

const entries = 9;

const published = async () => {
  const ledger = testLedger();
  for (const id of ['assets:bank', 'sellers:7']) await open(ledger, id);
  for (let entry = 0; entry < entries; entry += 1)
    await post(ledger, `${entry}`, entryOf('assets:bank', 'sellers:7', '1.00'));
  return (await publishedIn(ledger.eventStore)).filter(({ streamId }) => !streamId.endsWith('sellers:7'));
};

const versionOf = ({ text }: { readonly text: string }): number =>
  JSON.parse(text).version ?? JSON.parse(text).postings[0].version;

describe('the gap of an account', () => {
  it('is what is missing, since when the first above it was recorded, whichever facts come in whatever order', async () => {
    const events = await published();
    const recordedAt = new Map(events.map((event) => [versionOf(event), String(JSON.parse(event.text).recordedAt)]));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(events), async (some) => {
        const rows = await folded(balanceProjection, some);
        const applied = some.map(versionOf).sort((left, right) => left - right);
        const inOrder = applied.findIndex((version, index) => version !== index + 1);
        const found = rows.get('main#gaps / assets:bank');
        if (inOrder === -1) return expect(found).toBeUndefined();
        const ahead = applied.slice(inOrder);
        expect(found).toMatchObject({
          version: applied.at(-1),
          applied: applied.length,
          since: recordedAt.get(ahead[0] ?? 0),
        });
        const runs = found?.['ahead'] as readonly { first: number; last: number; since: string }[];
        expect(runs.flatMap(({ first, last }) => [...Array(last - first + 1).keys()].map((n) => first + n))).toEqual(
          ahead,
        );
        for (const { first, since } of runs) expect(since).toBe(recordedAt.get(first));
        for (const [index, { first }] of runs.slice(1).entries())
          expect(first).toBeGreaterThan((runs[index]?.last ?? 0) + 1);
      }),
      { numRuns: 200 },
    );
  });
});
