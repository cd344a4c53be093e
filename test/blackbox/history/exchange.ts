/** Why a request was sent: to work, to repeat one that was answered, to misuse its key, or to see how all ended. */
export type Purpose = 'work' | 'repeat' | 'misuse' | 'final';

/** What came back over HTTP. */
export type Answer = {
  readonly status: number;
  /** The header `Idempotency-Replayed`. */
  readonly isReplay: boolean;
  readonly body: unknown;
};

/** One HTTP request and what became of it; times are milliseconds on one monotonic clock. */
export type Exchange = {
  readonly client: string;
  readonly purpose: Purpose;
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  /** The Idempotency-Key; null for what needs none. */
  readonly key: string | null;
  readonly body: unknown;
  readonly begun: number;
  readonly ended: number;
  /** Null where none came: whether the request took effect is unknown. */
  readonly answer: Answer | null;
  /** Why none came; null where one did. */
  readonly failure: string | null;
};

/** A payout as the simulated bank's own books have it. */
export type BankPayout = {
  readonly reference: string;
  readonly destination: string;
  readonly status: string;
  /** How often money moved. */
  readonly effects: number;
};

/** All that was asked and answered; `bank` is null where nobody could look into the bank's books. */
export type History = {
  readonly exchanges: readonly Exchange[];
  readonly bank: readonly BankPayout[] | null;
};

/** The stable code of a problem document; undefined for any other body. */
export const codeOf = (body: unknown): string | undefined => {
  const code: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
};

export const isAccepted = ({ answer }: Exchange): boolean =>
  answer !== null && answer.status >= 200 && answer.status < 300;

/** Refused for good by the ledger itself; what a gateway turns away, and what is busy, says nothing. */
export const isRefused = ({ answer }: Exchange): boolean =>
  answer !== null && answer.status >= 400 && answer.status < 500 && codeOf(answer.body) !== undefined;

/** Whether a caller now knows what became of the request. */
export const isDefinite = (exchange: Exchange): boolean => isAccepted(exchange) || isRefused(exchange);
