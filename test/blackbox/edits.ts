import type { Answer, BankPayout, Exchange, History } from './history/exchange.ts';

/** A history that was changed by hand, so that a check has something to find. */
export type Edit = (history: History) => History;

/** Whether an exchange is the one that is meant. */
export type Which = (exchange: Exchange) => boolean;

type Body = Readonly<Record<string, unknown>>;

export const bodyOf = ({ answer }: Exchange): Body => (answer?.body ?? {}) as Body;

/** Accepted, on a path, for a purpose. */
export const accepted =
  (method: Exchange['method'], path: RegExp, purpose: Exchange['purpose'] = 'work'): Which =>
  (exchange) =>
    exchange.method === method &&
    path.test(exchange.path) &&
    exchange.purpose === purpose &&
    exchange.answer !== null &&
    exchange.answer.status < 300;

/** The first exchange that is meant. Throws where there is none: an edit that edits nothing shows nothing. */
export const firstOf = ({ exchanges }: History, which: Which): Exchange => {
  const found = exchanges.find(which);
  if (found === undefined) throw new Error('The history has no such exchange');
  return found;
};

/** Changes the first exchange that is meant. */
export const changing =
  (which: Which, change: (exchange: Exchange, history: History) => Partial<Exchange>): Edit =>
  (history) => {
    const found = firstOf(history, which);
    const changed = { ...found, ...change(found, history) };
    return { ...history, exchanges: history.exchanges.map((one) => (one === found ? changed : one)) };
  };

/** Changes the body of the first answer that is meant. */
export const answering = (which: Which, change: (body: Body, history: History) => Body): Edit =>
  changing(which, (exchange, history) => ({
    answer: { ...(exchange.answer as Answer), body: change(bodyOf(exchange), history) },
  }));

/** Changes the status and the body of the first answer that is meant. */
export const refusing = (which: Which, status: number, code: string): Edit =>
  changing(which, () => ({ answer: { status, isReplay: false, body: { code } } }));

/** Leaves all exchanges out that are meant. Throws where there are none. */
export const without =
  (which: Which): Edit =>
  (history) => {
    firstOf(history, which);
    return { ...history, exchanges: history.exchanges.filter((one) => !which(one)) };
  };

/** Adds a changed copy of the first exchange that is meant, at the end of the client's work. */
export const adding =
  (which: Which, change: (exchange: Exchange, history: History) => Partial<Exchange>): Edit =>
  (history) => {
    const found = firstOf(history, which);
    return { ...history, exchanges: [...history.exchanges, { ...found, ...change(found, history) }] };
  };

export const changingBank =
  (change: (payouts: readonly BankPayout[]) => readonly BankPayout[]): Edit =>
  (history) => ({ ...history, bank: change(history.bank ?? []) });

/** The postings on a page of entries, which a change leaves out, doubles or replaces. */
export const listing = (which: Which, change: (items: readonly Body[]) => readonly Body[]): Edit =>
  answering(which, (body) => ({ ...body, items: change(body['items'] as readonly Body[]) }));
