import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headInLine, headLine } from '../../../../domain/audit/close/account-head.ts';
import { type FoldedHeads, foldedHead, foldHeads, missingVersion } from '../../../../domain/audit/close/fold-heads.ts';
import { currencyTotals, headsRoot } from '../../../../domain/audit/close/heads-root.ts';
import { particularsOf } from '../../../../domain/audit/particulars.ts';
import { linesOfSegment, segmentOf } from '../../../../domain/audit/sequence.ts';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { anyDeliveryOf } from '../../../arbitraries/deliveries.ts';
import { anyStory, publishedIn, tell } from '../../../arbitraries/ledger-facts.ts';
import { countedHeads } from '../../../functions/audit/close/close-parts.ts';
import { referenceLeafHash, referenceRoot } from '../log/reference-tree.ts';

const linesOf = (events: readonly StoredEvent[]): readonly string[] => {
  const facts = events.map(deliveredFact).map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) }));
  return facts.length === 0 ? [] : linesOfSegment(1, segmentOf(1, facts, sha256).body);
};

const foldedOf = (lines: readonly string[], from: FoldedHeads = new Map()): FoldedHeads =>
  lines.reduce((heads: FoldedHeads, line) => foldHeads(heads, line, sha256), from);

const headLinesOf = (heads: FoldedHeads): readonly string[] =>
  [...heads.values()]
    .flatMap(({ head }) => (head === undefined ? [] : [head]))
    .sort((one, other) => (one.accountId < other.accountId ? -1 : 1))
    .map(headLine);

describe('heads', () => {
  it('are the same in whatever order the facts came, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.gen(), async (story, gen) => {
        const events = await publishedIn(await tell(story));
        const heads = foldedOf(linesOf(gen(anyDeliveryOf, events)));
        expect(headLinesOf(heads)).toEqual(countedHeads(linesOf(events), new Map()));
        for (const account of heads.values()) expect(missingVersion(account)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('are those of the versions without a gap, at every moment, and say what is missing', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.gen(), async (story, gen) => {
        const events = await publishedIn(await tell(story));
        const seen = new Map<string, Set<number>>();
        let heads: FoldedHeads = new Map();
        for (const line of linesOf(gen(anyDeliveryOf, events))) {
          heads = foldHeads(heads, line, sha256);
          for (const { accountId, version } of JSON.parse(line).changes)
            seen.set(accountId, (seen.get(accountId) ?? new Set()).add(version));
          for (const [accountId, versions] of seen) {
            let whole = 0;
            while (versions.has(whole + 1)) whole += 1;
            const account = heads.get(accountId);
            expect(account?.head?.version ?? 0).toBe(whole);
            const isAhead = [...versions].some((version) => version > whole);
            expect(account && missingVersion(account)).toBe(isAhead ? whole + 1 : undefined);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('go on from the lines that were kept of them', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.nat(), async (story, cut) => {
        const events = await publishedIn(await tell(story));
        const inOrder = [...events].sort((one, other) => (timeIn(one) < timeIn(other) ? -1 : 1));
        const at = cut % (events.length + 1);
        const kept = headLinesOf(foldedOf(linesOf(inOrder.slice(0, at)))).map(headInLine);
        const later = foldedOf(
          linesOf(inOrder.slice(at)),
          new Map(kept.map((head) => [head.accountId, foldedHead(head)])),
        );
        expect(headLinesOf(later)).toEqual(countedHeads(linesOf(events), new Map()));
      }),
      { numRuns: 60 },
    );
  });

  it('have the root of RFC 6962 over their lines, and totals that balance in each currency', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const lines = headLinesOf(foldedOf(linesOf(await publishedIn(await tell(story)))));
        const reference = referenceRoot(lines.map((line) => referenceLeafHash(Buffer.from(line))));
        expect(headsRoot(bytesSha256, lines)).toBe(reference);
        for (const { debits, credits } of currencyTotals(lines.map(headInLine))) expect(debits).toBe(credits);
      }),
      { numRuns: 30 },
    );
  });
});

const timeIn = ({ text }: StoredEvent): string => JSON.parse(text).recordedAt;
