import fc from 'fast-check';
import type { AccountType } from '../../domain/accounts/account.ts';
import { day } from '../support/closed-log.ts';

/*
 * Ledgers that are awkward for the formats of others: several currencies, ids that begin with anything or go on from
 * each other, text of all kinds, dates of all times, facts that move nothing, other keys, and closes in between.
 */

export type StoryAccount = {
  readonly id: string;
  readonly name: string;
  readonly type: AccountType;
  readonly currency: string;
  readonly stripes: number;
};

export type StoryLeg = { readonly to: number; readonly from: number; readonly units: number };

export type StoryEvent =
  | {
      readonly kind: 'post';
      readonly legs: readonly StoryLeg[];
      readonly description: string;
      readonly effective: string;
      readonly value: string;
    }
  | { readonly kind: 'capture'; readonly leg: StoryLeg; readonly description: string; readonly part: number }
  | { readonly kind: 'release'; readonly leg: StoryLeg; readonly how: 'VoidHold' | 'ExpireHold' }
  | { readonly kind: 'freeze'; readonly account: number }
  | { readonly kind: 'remark'; readonly what: 'refusal' | 'resolution'; readonly account: number }
  | { readonly kind: 'newKeys' }
  | { readonly kind: 'close' };

export type TrailStory = { readonly accounts: readonly StoryAccount[]; readonly events: readonly StoryEvent[] };

const currencies = ['USD', 'EUR', 'JPY', 'KWD', 'CLF'] as const;
const accountTypes: readonly AccountType[] = ['asset', 'expense', 'liability', 'equity', 'income'];

const anySegment = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const anyId = fc.array(anySegment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join(':'));

const anyText = fc.oneof(
  fc.constantFrom(
    'Card payment 991',
    '=HYPERLINK("x")',
    ' a  b;c | d " \\ \n e',
    '<&>"\'',
    '* (x) ! y',
    '',
    '; :tag:',
    '−12,50 €',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 60, maxLength: 120 }),
);

const anyDate = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }).map((days) => day(days - 30).slice(0, 10)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0001-01-01', '1969-12-31', '1970-01-01', '2100-12-31', '2101-01-01', '9999-12-31'),
  },
);

const anyLeg: fc.Arbitrary<StoryLeg> = fc.record({
  to: fc.nat({ max: 50 }),
  from: fc.nat({ max: 50 }),
  units: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constant(99_999_999_999_999)),
});

const anyEvent: fc.Arbitrary<StoryEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      legs: fc.array(anyLeg, { minLength: 1, maxLength: 4 }),
      description: anyText,
      effective: anyDate,
      value: anyDate,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('capture' as const),
      leg: anyLeg,
      description: anyText,
      part: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant('release' as const),
        leg: anyLeg,
        how: fc.constantFrom('VoidHold' as const, 'ExpireHold' as const),
      }),
      fc.record({ kind: fc.constant('freeze' as const), account: fc.nat({ max: 50 }) }),
      fc.record({
        kind: fc.constant('remark' as const),
        what: fc.constantFrom('refusal' as const, 'resolution' as const),
        account: fc.nat({ max: 50 }),
      }),
      fc.constant({ kind: 'newKeys' as const }),
    ),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'close' as const }) },
);

/** An account and one whose id goes on from its own, in one currency or two. */
const anyAccounts: fc.Arbitrary<readonly StoryAccount[]> = fc
  .array(
    fc.record({
      id: anyId,
      below: fc.option(anySegment, { nil: undefined }),
      name: anyText,
      type: fc.constantFrom(...accountTypes),
      currency: fc.constantFrom(...currencies),
      stripes: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 3, 16) }),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((chosen) => {
    const accounts = chosen.flatMap(({ id, below, ...terms }) => [
      { id, ...terms },
      { id: `${id}:${below ?? 'rest'}`, ...terms },
    ]);
    return [...new Map(accounts.map((account) => [account.id, account] as const)).values()];
  });

export const anyTrailStory: fc.Arbitrary<TrailStory> = fc.record({
  accounts: anyAccounts,
  events: fc.array(anyEvent, { minLength: 3, maxLength: 25 }),
});
