import { type AccountId, parseAccountId } from '../../domain/accounts/account.ts';
import { dayAfter } from '../../domain/audit/trail/trail-date.ts';
import type { TrailAsked } from '../../domain/audit/trail/trail-policy.ts';
import { type Instant, parseCalendarDate, parseInstant } from '../../domain/shared/instant.ts';
import { WrongUse } from '../wrong-use.ts';

export type PeriodOptions = { readonly from?: string; readonly to?: string; readonly accounts?: string };

/** What the options ask for. A day begins where it begins and ends where the next one does, in UTC. */
export const askedBy = ({ from, to, accounts }: PeriodOptions): TrailAsked => {
  const asked: TrailAsked = {
    from: from === undefined ? null : momentOf('--from', from, (day) => day),
    to: to === undefined ? null : momentOf('--to', to, dayAfter),
    accounts: accounts === undefined ? null : accounts.split(',').map(accountOf),
  };
  if (asked.from !== null && asked.to !== null && asked.from > asked.to)
    throw new WrongUse('A period does not end before it begins.');
  return asked;
};

const momentOf = (option: string, text: string, edgeOf: typeof dayAfter): Instant => {
  const day = parseCalendarDate(text);
  const moment = parseInstant(day === undefined ? text : `${edgeOf(day)}T00:00:00.000Z`);
  if (moment === undefined)
    throw new WrongUse(`${option} takes a day such as 2026-11-23, or a moment such as 2026-11-23T10:00:00.000Z.`);
  return moment;
};

const accountOf = (text: string): AccountId => {
  const account = parseAccountId(text);
  if (account === undefined) throw new WrongUse(`--accounts takes account ids joined by commas, not ${text}`);
  return account;
};
