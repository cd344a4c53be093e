import type { AccountType } from '../../../domain/accounts/account.ts';
import { factIdOf, firstVersionOf } from '../../../domain/shared/stream-id.ts';
import { modelAuthorize, modelCapture, modelPost, modelVoid } from '../../models/ledger-model.ts';
import type { Commit } from '../world/recorded-store.ts';
import type { Trace } from '../world/trace.ts';
import { changeAccount, type Shadow } from './shadow.ts';
import { legsOf, type Said, type SaidEvent, saidIn, units } from './stored-facts.ts';

/** Judges each commit at the moment it is there, by what a single thread would have made of it. */
export const commitJudge = (trace: Trace, shadow: Shadow): ((commit: Commit) => void) => {
  const versions = new Map<string, number>();
  const newest = new Map<string, Said>();
  return (commit) => {
    const events = saidIn(commit);
    for (const { event, said } of events) {
      const { streamId, version } = event;
      const expected = (versions.get(streamId) ?? firstVersionOf(streamId) - 1) + 1;
      if (version !== expected) trace.violate('SIM-05', `${factIdOf(streamId, version)} where ${expected} is next`);
      versions.set(streamId, version);
      if (said.postings !== undefined) judgeBalance(trace, streamId, said);
    }
    const touched = applyTo(trace, shadow, events);
    judgeAccounts(events, touched, { trace, shadow, newest });
    judgeConservation(trace, newest);
  };
};

const judgeBalance = (trace: Trace, streamId: string, said: Said): void => {
  const sums = new Map<string, bigint>();
  for (const { side, units: amount, currency } of legsOf(said))
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'debit' ? amount : -amount));
  for (const [currency, sum] of sums)
    if (sum !== 0n) trace.violate('SIM-01', `${streamId} is off by ${sum} in ${currency}`);
};

/** Has the model do what was committed; answers the accounts that this touches. */
const applyTo = (trace: Trace, shadow: Shadow, events: readonly SaidEvent[]): ReadonlySet<string> => {
  const touched = new Set<string>();
  const expect = (what: string, answer: string): void => {
    if (answer !== 'Recorded') trace.violate('SIM-04', `${what} was recorded, and the model says ${answer}`);
  };
  for (const { kind, id, said } of events) {
    if (kind === 'account' && said.type.startsWith('Account')) {
      touched.add(id);
      applyLife(shadow, id, said);
    }
    if (kind === 'entry') for (const { account } of legsOf(said)) touched.add(account);
    if (kind === 'entry' && said.holdId === undefined)
      expect(`entry ${id}`, modelPost(shadow.model, modelLegsOf(said)));
    if (kind === 'hold' && said.hold !== undefined) {
      touched.add(said.hold.accountId).add(said.hold.destinationAccountId);
      expect(`${said.type} of ${id}`, applyHold(shadow, id, said));
    }
  }
  return touched;
};

const modelLegsOf = (said: Said) => legsOf(said).map(({ account, side, units: cents }) => ({ account, side, cents }));

const applyHold = ({ model, holds }: Shadow, id: string, { type, hold, amountCaptured }: Said): string => {
  if (hold === undefined) return 'HoldNotFound';
  const { accountId: source, destinationAccountId: destination, amount, expiresAt, currency } = hold;
  switch (type) {
    case 'HoldAuthorized':
      holds.set(id, { expiresAt, currency });
      return model.holds.has(id)
        ? 'HoldExists'
        : modelAuthorize(model, id, { source, destination, cents: units(amount) });
    case 'HoldCaptured':
      return modelCapture(model, id, units(amountCaptured));
    default: {
      const held = model.holds.get(id);
      if (held?.ended !== undefined) return held.ended;
      const answer = modelVoid(model, id);
      if (held !== undefined && type === 'HoldExpired') held.ended = 'HoldExpired';
      return answer;
    }
  }
};

const applyLife = (shadow: Shadow, id: string, said: Said): void => {
  const { model, currencies, closed } = shadow;
  const floor = said.floor === null || said.floor === undefined ? undefined : units(said.floor);
  if (said.type === 'AccountFrozen') changeAccount(shadow, id, { frozen: true });
  if (said.type === 'AccountUnfrozen') changeAccount(shadow, id, { frozen: false });
  if (said.type === 'AccountLimitsChanged') changeAccount(shadow, id, { floor });
  if (said.type === 'AccountClosed') closed.add(id);
  if (said.type !== 'AccountOpened') return;
  const none = { debits: 0n, credits: 0n, heldDebits: 0n, heldCredits: 0n };
  currencies.set(id, said.currency ?? '');
  model.accounts.set(id, { type: said.accountType as AccountType, floor, frozen: false, ...none });
};

type Books = { readonly trace: Trace; readonly shadow: Shadow; readonly newest: Map<string, Said> };

const judgeAccounts = (
  events: readonly SaidEvent[],
  touched: ReadonlySet<string>,
  { trace, shadow, newest }: Books,
): void => {
  const written = events.filter(({ kind }) => kind === 'account');
  const names = new Set(written.map(({ id }) => id));
  for (const id of touched) if (!names.has(id)) trace.violate('SIM-08', `${id} was moved, and has no event`);
  for (const { id, said, event } of written) {
    if (!touched.has(id)) trace.violate('SIM-08', `${id} has an event, and nothing moved it`);
    const model = shadow.model.accounts.get(id);
    const told = [said.debits, said.credits, said.heldDebits, said.heldCredits].map(units).join(' ');
    const expected = [model?.debits, model?.credits, model?.heldDebits, model?.heldCredits].join(' ');
    if (told !== expected)
      trace.violate('SIM-03', `${id}@${event.version} says ${told}, and replayed it is ${expected}`);
    const status = shadow.closed.has(id) ? 'closed' : model?.frozen ? 'frozen' : 'open';
    const floor = said.floor === null || said.floor === undefined ? undefined : units(said.floor);
    if (said.status !== status || floor !== model?.floor)
      trace.violate('SIM-03', `${id}@${event.version} is ${said.status} with floor ${said.floor}`);
    const before = newest.get(id)?.recordedAt ?? '';
    if (said.recordedAt <= before) trace.violate('SIM-06', `${id}@${event.version} is not later than ${before}`);
    newest.set(id, said);
  }
};

const judgeConservation = (trace: Trace, newest: ReadonlyMap<string, Said>): void => {
  const sums = new Map<string, bigint>();
  for (const { currency = '', debits, credits, heldDebits, heldCredits } of newest.values()) {
    sums.set(currency, (sums.get(currency) ?? 0n) + units(debits) - units(credits));
    const held = `held ${currency}`;
    sums.set(held, (sums.get(held) ?? 0n) + units(heldDebits) - units(heldCredits));
  }
  for (const [name, sum] of sums) if (sum !== 0n) trace.violate('SIM-02', `${name} is off by ${sum}`);
};
