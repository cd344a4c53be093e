import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JournalEntryPosted } from '../../../domain/facts/journal-entry-posted.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { postEntry } from '../../../functions/commands/post-entry.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { stripeMemory } from '../../../functions/runtime/stripe-memory.ts';
import { brokenLinks } from '../../support/broken-links.ts';
import { amount } from '../../support/money.ts';
import { accountId, balancesIn, entryOf, open, origin, post, statesIn, testLedger } from '../../support/test-ledger.ts';

/** Some things that happen between a hot account and others; whether it is striped makes no difference to them. */
const anyHappening = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  kind: fc.constantFrom('pay', 'pay', 'take', 'hold', 'capture', 'void', 'freeze', 'unfreeze'),
  cents: fc.integer({ min: 1, max: 99 }),
});
type Happening = { readonly key: string; readonly kind: string; readonly cents: number };

const change = (ledger: Ledger, key: string, type: 'FreezeAccount' | 'UnfreezeAccount') =>
  changeAccount(ledger, { origin, key, body: { accountId: accountId('hot'), change: { type } } });

const happen = (ledger: Ledger, { key, kind, cents }: Happening, number: number) => {
  const text = `0.${String(cents).padStart(2, '0')}`;
  const holdId = holdIdOf('main', key);
  switch (kind) {
    case 'pay':
      return post(ledger, key, entryOf('hot', 'seller', text));
    case 'take':
      return post(ledger, key, entryOf('seller', 'hot', text));
    case 'hold': {
      const accounts = { accountId: accountId('hot'), destinationAccountId: accountId('seller') };
      const body = { ...accounts, amount: amount(text), expiresAt: null, description: '' };
      return authorizeHold(ledger, { origin, key, body });
    }
    case 'capture':
      return captureHold(ledger, { origin, key: `capture ${number}`, body: { holdId, amount: amount('0.01') } });
    case 'void':
      return releaseHold(ledger, { origin, key: `void ${number}`, body: { holdId, type: 'VoidHold' } });
    default:
      return change(ledger, `change ${number}`, kind === 'freeze' ? 'FreezeAccount' : 'UnfreezeAccount');
  }
};

const codeOf = (outcome: Awaited<ReturnType<typeof happen>>): string =>
  outcome.code === 'Rejected' ? outcome.rejection.code : outcome.code;

const begun = async (stripes: number): Promise<Ledger> => {
  const ledger = testLedger();
  await open(ledger, 'hot', { stripes });
  await open(ledger, 'seller', { type: 'liability' });
  return ledger;
};

/** The same ledger as another process sees it that knows nothing yet. */
const another = (ledger: Ledger): Ledger => ({ ...ledger, stripes: stripeMemory() });

const postedOn = (text: string): readonly string[] =>
  (JSON.parse(text) as JournalEntryPosted).postings.map((posting) => posting.accountId);

const anyStripes = fc.integer({ min: 2, max: 16 });

describe('a striped account', () => {
  it('answers, and stands, as one that is not striped, whatever happens to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyHappening, { maxLength: 40 }), anyStripes, async (happenings, stripes) => {
        const [plain, striped] = [await begun(1), await begun(stripes)];
        for (const [number, happening] of happenings.entries()) {
          const expected = codeOf(await happen(plain, happening, number));
          expect(codeOf(await happen(another(striped), happening, number))).toBe(expected);
          expect(await balancesIn(striped, 'hot')).toEqual(await balancesIn(plain, 'hot'));
        }
        const { own } = await statesIn(striped, 'hot');
        expect([own.debits, own.credits, own.heldDebits, own.heldCredits].map((total) => total.amount)).toEqual(
          Array(4).fill('0.00'),
        );
        expect(await brokenLinks(striped.eventStore)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('has the same stripe for a repetition, in whichever process it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), anyStripes, async (key, stripes) => {
        const ledger = await begun(stripes);
        // Decided anew, and not found: nothing was written in between.
        const rehearsed = await Promise.all(
          [another(ledger), another(ledger), ledger].map(async (process) => {
            const body = entryOf('hot', 'seller', '1.00');
            const outcome = await postEntry(process, { origin, key, body, dryRun: true });
            return outcome.code === 'Rehearsed' ? postedOn(outcome.writes[0]?.text ?? '') : [];
          }),
        );
        const posted = await post(another(ledger), key, entryOf('hot', 'seller', '1.00'));
        const again = await post(another(ledger), key, entryOf('hot', 'seller', '1.00'));
        if (posted.code !== 'Recorded' || again.code !== 'Recorded') throw new Error('not posted');
        expect(again).toMatchObject({ replayed: true, event: posted.event });
        expect(postedOn(posted.event.text)[0]).toMatch(/^hot~([1-9]|1[0-6])$/);
        for (const names of rehearsed) expect(names).toEqual(postedOn(posted.event.text));
      }),
      { numRuns: 50 },
    );
  });

  it('is frozen, unfrozen and closed with all of its stripes at once, and takes nothing afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, stripes) => {
        const store = memoryEventStore();
        const base = testLedger(store);
        await open(base, 'hot', { stripes });
        await open(base, 'seller', { type: 'liability' });
        const seen: string[] = [];
        const process = (): Ledger => ({
          ...another(base),
          lanes: { run: (_keys, work) => work(() => undefined) },
          eventStore: {
            ...store,
            load: async (...asked) => {
              await scheduler.schedule(Promise.resolve(), 'load');
              return store.load(...asked);
            },
            append: async (writes) => {
              await scheduler.schedule(Promise.resolve(), 'append');
              const outcome = await store.append(writes);
              const { stripes: states, own } = await statesIn(base, 'hot');
              seen.push([...new Set([own, ...states].map(({ status }) => status))].join(' '));
              return outcome;
            },
          },
        });
        let frozen = false;
        const late: string[] = [];
        const freezing = change(process(), 'freeze', 'FreezeAccount').then((outcome) => {
          if (outcome.code === 'Recorded') frozen = true;
          return outcome;
        });
        const posts = Array.from({ length: 6 }, async (_, index) => {
          await scheduler.schedule(Promise.resolve(), 'come');
          const isLate = frozen;
          const outcome = await post(process(), `entry ${index}`, entryOf('hot', 'seller', '1.00'));
          if (isLate) late.push(codeOf(outcome));
          return codeOf(outcome);
        });
        await scheduler.waitFor(Promise.all([freezing, ...posts]));
        expect((await freezing).code).toBe('Recorded');
        expect(late).toEqual(late.map(() => 'AccountFrozen'));
        // At no moment was a part of it frozen and another not.
        expect(seen.filter((statuses) => statuses !== 'open' && statuses !== 'frozen')).toEqual([]);
        const accepted = (await Promise.all(posts)).filter((code) => code === 'Recorded').length;
        expect(await balancesIn(base, 'hot')).toMatchObject({ posted: `${accepted}.00` });
        expect(await brokenLinks(store)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
