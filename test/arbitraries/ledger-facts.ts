import fc from 'fast-check';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import { assertNever } from '../../domain/shared/assert-never.ts';
import { dateOf, instantOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../functions/commands/change-account.ts';
import { releaseHold } from '../../functions/commands/release-hold.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { amount } from '../support/money.ts';
import { accountId, entryBody, leg, open, origin, post, testLedger } from '../support/test-ledger.ts';
import { transferFacts } from '../support/transfer-facts.ts';

/** Something that happens in a ledger; whether it is refused is the ledger's business. */
export type Happening =
  | { readonly kind: 'post'; readonly from: number; readonly to: number; readonly cents: number; readonly day: number }
  | { readonly kind: 'split'; readonly from: number; readonly cents: number }
  | {
      readonly kind: 'hold';
      readonly from: number;
      readonly to: number;
      readonly cents: number;
      readonly isTransfer: boolean;
    }
  | { readonly kind: 'capture'; readonly hold: number; readonly cents: number | undefined }
  | { readonly kind: 'void'; readonly hold: number }
  | { readonly kind: 'freeze' | 'unfreeze'; readonly account: number }
  | { readonly kind: 'transfer'; readonly steps: number };

const accounts = ['assets:bank', 'sellers:1', 'sellers:2', 'income:fees'] as const;
const types = {
  'assets:bank': 'asset',
  'sellers:1': 'liability',
  'sellers:2': 'liability',
  'income:fees': 'income',
} as const;

const anyAccount = fc.nat({ max: accounts.length - 1 });
const anyCents = fc.integer({ min: 1, max: 99_999 });
const anyHold = fc.nat({ max: 3 });

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      from: anyAccount,
      to: anyAccount,
      cents: anyCents,
      day: fc.nat({ max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('split' as const), from: anyAccount, cents: anyCents }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      from: anyAccount,
      to: anyAccount,
      cents: anyCents,
      isTransfer: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('capture' as const),
      hold: anyHold,
      cents: fc.option(anyCents, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), hold: anyHold }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('freeze' as const, 'unfreeze' as const), account: anyAccount }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('transfer' as const), steps: fc.integer({ min: 1, max: 3 }) }),
  },
);

/** What happens in a ledger whose accounts have just been opened. */
export const anyStory: fc.Arbitrary<readonly Happening[]> = fc.array(anyHappening, { minLength: 3, maxLength: 12 });

/** Carries a story out with the ledger's own commands, in memory. */
export const tell = async (story: readonly Happening[]): Promise<EventStore> => {
  const ledger = testLedger(memoryEventStore());
  for (const id of accounts) await open(ledger, id, { type: types[id] });
  for (const [index, happening] of story.entries()) await happen(ledger, happening, `${index}`);
  return ledger.eventStore;
};

/** The events that the relay publishes, in the order of their streams. */
export const publishedIn = async (eventStore: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of eventStore.scan()) if (event.published) events.push(event);
  return events;
};

const named = (index: number): string => accounts[index] ?? accounts[0];
const text = (cents: number): string => (cents / 100).toFixed(2);

const happen = async (ledger: Ledger, happening: Happening, key: string): Promise<unknown> => {
  switch (happening.kind) {
    case 'post':
      return post(ledger, key, simpleEntry(happening));
    case 'split':
      return post(ledger, key, splitEntry(happening));
    case 'hold':
      return authorizeHold(ledger, { origin, key: `hold ${await holdsIn(ledger)}`, body: holdBody(happening, key) });
    case 'capture': {
      const partly = happening.cents === undefined ? {} : { amount: amount(text(happening.cents)) };
      return captureHold(ledger, { origin, key, body: { holdId: nthHold(happening.hold), ...partly } });
    }
    case 'void':
      return releaseHold(ledger, { origin, key, body: { holdId: nthHold(happening.hold), type: 'VoidHold' } });
    case 'freeze':
      return change(ledger, key, { type: 'FreezeAccount', account: happening.account });
    case 'unfreeze':
      return change(ledger, key, { type: 'UnfreezeAccount', account: happening.account });
    case 'transfer':
      return transferFacts(ledger, `trf_${key}`, happening.steps);
    default:
      return assertNever(happening);
  }
};

const nthHold = (hold: number): string => holdIdOf(origin.ledger, `hold ${hold}`);

const change = (
  ledger: Ledger,
  key: string,
  { type, account }: { readonly type: 'FreezeAccount' | 'UnfreezeAccount'; readonly account: number },
) => changeAccount(ledger, { origin, key, body: { accountId: accountId(named(account)), change: { type } } });

const simpleEntry = ({ from, to, cents, day }: Happening & { readonly kind: 'post' }) => {
  const body = entryBody([leg(named(to), 'debit', text(cents)), leg(named(from), 'credit', text(cents))]);
  return { ...body, effectiveDate: dayOf(day) };
};

const splitEntry = ({ from, cents }: Happening & { readonly kind: 'split' }) =>
  entryBody([
    leg(named(from), 'debit', text(cents)),
    leg(named(from), 'debit', text(cents)),
    leg(named(from + 1), 'credit', text(cents)),
    leg('income:fees', 'credit', text(cents)),
  ]);

const dayOf = (day: number) => dateOf(instantOf(Date.parse('2026-11-20T00:00:00.000Z') + day * 86_400_000));

const holdBody = ({ from, to, cents, isTransfer }: Happening & { readonly kind: 'hold' }, key: string) => ({
  accountId: accountId(named(from)),
  destinationAccountId: accountId(named(to)),
  amount: amount(text(cents)),
  expiresAt: isTransfer ? null : instantOf(Date.parse('2026-12-01T00:00:00.000Z')),
  description: 'Held',
  ...(isTransfer ? { transferId: `trf_${key}` } : {}),
});

const holdsIn = async ({ eventStore }: Ledger): Promise<number> => {
  let count = 0;
  for await (const { streamId, version } of eventStore.scan())
    if (streamId.startsWith(streamIdOf(origin.ledger, 'hold', '')) && version === 0) count += 1;
  return count;
};
