import type { Change, Side } from './account-model.ts';
import { accountAnswer, type EntryAnswer } from './answers.ts';
import { answeredAmount } from './money.ts';
import type { Operation } from './operations.ts';
import type { Span, Told, ToldHold } from './told.ts';

/** One event of an account, as far as answers tell. */
export type AccountEvent = Span & {
  readonly accountId: string;
  /** Undefined where no answer says it: funds are held and released without one. */
  readonly version: number | undefined;
  readonly recordedAt: string | undefined;
  readonly change: Change;
  /** What the answer says that the account had after it. */
  readonly balanceAfter: EntryAnswer['postings'][number]['balanceAfter'] | undefined;
  /** For whoever reads an anomaly. */
  readonly cause: string;
};

/** All events of all accounts, from what was answered. Throws Unreadable for an amount that is none. */
export const accountEvents = ({ operations, entries, holds }: Told): readonly AccountEvent[] => [
  ...operations.flatMap(lifeOf),
  ...[...entries.values()].flatMap((told) => eventsOfEntry(told.entry, told)),
  ...[...holds.values()].flatMap(eventsOfHold),
];

const lifeOf = ({ route, key, body, accepted, begun, known }: Operation): readonly AccountEvent[] => {
  const parsed = accountAnswer.safeParse(accepted?.answer?.body);
  if (!parsed.success) return [];
  const { id: accountId, version, type, currency, floor, openedAt } = parsed.data;
  const change = lifeChange(route, { type, currency, floor });
  if (change === undefined) return [];
  const recordedAt = route === 'openAccount' ? openedAt : undefined;
  const cause = `${route} ${JSON.stringify(body)} (${key})`;
  return [{ accountId, version, recordedAt, change, balanceAfter: undefined, cause, begun, known }];
};

const lifeChange = (
  route: Operation['route'],
  { type, currency, floor }: { readonly type: string; readonly currency: string; readonly floor: string | null },
): Change | undefined => {
  const limit = floor === null ? null : answeredAmount(floor, currency);
  switch (route) {
    case 'openAccount':
      return { type: 'opened', accountType: type, currency, floor: limit };
    case 'freeze':
      return { type: 'frozen' };
    case 'unfreeze':
      return { type: 'unfrozen' };
    case 'close':
      return { type: 'closed' };
    case 'limits':
      return { type: 'floorChanged', floor: limit };
    default:
      return undefined;
  }
};

const eventsOfEntry = ({ id, recordedAt, postings, holdId }: EntryAnswer, span: Span): readonly AccountEvent[] =>
  [...Map.groupBy(postings, ({ accountId }) => accountId)].flatMap(([accountId, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const sum = (side: Side): bigint =>
      own
        .filter((posting) => posting.side === side)
        .reduce((total, { amount, currency }) => total + answeredAmount(amount, currency), 0n);
    const amount = answeredAmount(first.amount, first.currency);
    const change: Change =
      holdId === null
        ? { type: 'posted', debits: sum('debit'), credits: sum('credit') }
        : { type: 'captured', side: first.side, amount };
    const { accountVersion: version, balanceAfter } = first;
    const { begun, known } = span;
    return [{ accountId, version, recordedAt, change, balanceAfter, cause: `entry ${id}`, begun, known }];
  });

const eventsOfHold = ({ hold, begun, known, ended }: ToldHold): readonly AccountEvent[] => {
  const { id, currency, accountId, destinationAccountId, side, amount, captured } = hold;
  const both = (
    type: 'held' | 'released',
    minorUnits: bigint,
    more: Span & { readonly recordedAt: string },
  ): readonly AccountEvent[] =>
    [
      { accountId, side },
      { accountId: destinationAccountId, side: side === 'debit' ? ('credit' as const) : ('debit' as const) },
    ].map((account) => ({
      ...more,
      accountId: account.accountId,
      version: undefined,
      change: { type, side: account.side, amount: minorUnits },
      balanceAfter: undefined,
      cause: `${type} by ${id}`,
    }));
  const all = answeredAmount(amount, currency);
  const left = all - answeredAmount(captured, currency);
  return [
    ...both('held', all, { begun, known, recordedAt: hold.authorizedAt }),
    ...(ended === undefined ? [] : both('released', left, { ...ended, recordedAt: hold.recordedAt })),
  ];
};
