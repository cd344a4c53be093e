import { type Balances, balancesOf } from '../told/account-model.ts';
import { accountAnswer, balanceAnswer } from '../told/answers.ts';
import { answeredAmount } from '../told/money.ts';
import { prefixMaximum } from '../told/prefix-maximum.ts';
import type { Read } from '../told/told.ts';
import type { Check, Evidence } from './check.ts';

/** Each version of each account is explained by exactly one answer, and recorded times rise along it. */
export const versionsExplained: Check = ({ timelines }) => [...timelines.values()].flatMap(({ faults }) => faults);

/** A single thread that applies all events in their order would have accepted each. */
export const replayAccepts: Check = ({ timelines }) => [...timelines.values()].flatMap(({ refused }) => refused);

/** An answered entry says the balances that the model has at its versions. */
export const balancesAfterAgree: Check = ({ timelines }) =>
  [...timelines.values()].flatMap(({ accountId, events, states }) =>
    events.flatMap(({ version, balanceAfter, cause }) => {
      const state = states[version];
      if (balanceAfter === undefined || state === undefined) return [];
      const { posted, pending, available } = balancesOf(state);
      const wanted = [posted, pending, available].join(' ');
      const said = [balanceAfter.posted, balanceAfter.pending, balanceAfter.available]
        .map((amount) => answeredAmount(amount, state.currency))
        .join(' ');
      return wanted === said ? [] : [`${cause} says ${accountId}@${version} is ${said}; the model has ${wanted}`];
    }),
  );

type Amounts = Readonly<Record<keyof Balances | 'debits' | 'credits', string>>;
type BalanceRead = Read<{ readonly version: number; readonly currency: string; readonly amounts: Amounts }>;

const balanceReads = ({ told }: Evidence): readonly BalanceRead[] => [
  ...told.readsOf('balance', balanceAnswer).map(({ body, ...read }) => ({
    ...read,
    body: { version: body.version, currency: body.currency, amounts: body },
  })),
  ...told.readsOf('account', accountAnswer).map(({ body, ...read }) => ({
    ...read,
    body: { version: body.version, currency: body.currency, amounts: body.balance },
  })),
];

const names = ['posted', 'pending', 'available', 'held', 'debits', 'credits'] as const;

/** A balance that was read is the fold of all events up to the version that was read with it. */
export const balancesFold: Check = (evidence) =>
  balanceReads(evidence).flatMap(({ id, body: { version, currency, amounts } }) => {
    const timeline = evidence.timelines.get(id);
    const state = timeline?.states[version];
    if (state === undefined)
      return (timeline?.faults.length ?? 0) > 0 ? [] : [`${id}@${version} was read, and nothing told of that version`];
    const model = { ...balancesOf(state), debits: state.debits, credits: state.credits };
    return names
      .filter((name) => answeredAmount(amounts[name], currency) !== model[name])
      .map((name) => `${id}@${version} was read with ${name} ${amounts[name]}; the model has ${model[name]}`);
  });

/**
 * Reads are linearizable for each account: no older than what was answered before they were asked, no older than what
 * others had read by then, and not ahead of what had been asked for.
 */
export const readsAreCurrent: Check = (evidence) =>
  [...Map.groupBy(balanceReads(evidence), ({ id }) => id)].flatMap(([id, reads]) => {
    const timeline = evidence.timelines.get(id);
    const readBefore = prefixMaximum(reads.map(({ exchange, body }) => ({ at: exchange.ended, value: body.version })));
    return reads.flatMap(({ body: { version }, exchange: { begun, ended } }) => {
      const certain = timeline?.certainAt(begun) ?? 0;
      const possible = timeline?.possibleAt(ended) ?? 0;
      if (version < certain) return [`${id} was read at ${version}, after version ${certain} had been answered`];
      if (version < readBefore(begun))
        return [`${id} was read at ${version}, after ${readBefore(begun)} had been read`];
      return version > possible ? [`${id} was read at ${version}, before anybody had asked for ${possible + 1}`] : [];
    });
  });

/** What was asked for after something had been answered comes after it on each account that both touch. */
export const realTimeOrder: Check = ({ timelines }) =>
  [...timelines.values()].flatMap(({ accountId, events, certainAt }) =>
    events
      .filter(({ begun, version }) => certainAt(begun) > version)
      .map(({ begun, version, cause }) => {
        return `${accountId}@${version}, ${cause}, was asked for after version ${certainAt(begun)} had been answered`;
      }),
  );

/** At the end no account has more versions than answers explain, and none has anything held or posted. */
export const accountsEndEmpty: Check = (evidence) => {
  const finals = evidence.told.readsOf('account', accountAnswer).filter(({ exchange }) => exchange.purpose === 'final');
  const read = new Set(finals.map(({ id }) => id));
  const wrong = finals.flatMap(({ id, body: { version, balance, currency, status } }) => {
    const events = evidence.timelines.get(id)?.events.length ?? 0;
    const amounts = [balance.held, balance.posted, balance.pending].map((amount) => answeredAmount(amount, currency));
    return [
      ...(version === events ? [] : [`${id} ends at version ${version}, and answers explain ${events}`]),
      ...(amounts.every((amount) => amount === 0n) ? [] : [`${id} ends with ${JSON.stringify(balance)}`]),
      ...(status === 'closed' ? [] : [`${id} ends ${status}`]),
    ];
  });
  return [
    ...wrong,
    ...[...evidence.timelines.keys()].filter((id) => !read.has(id)).map((id) => `${id} was not read at the end`),
  ];
};
