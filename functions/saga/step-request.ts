import { PermanentFailure } from '../../domain/shared/failures.ts';
import { type PayoutStep, payoutSaga } from '../../domain/transfers/payout-saga.ts';

/** What the state machine asks of the saga function. */
export type StepRequest = {
  readonly step: PayoutStep;
  readonly ledger: string;
  readonly transferId: string;
  /** Of a step that is answered from outside. */
  readonly token?: string;
};

/** Reads what the state machine sent. Throws PermanentFailure where it is no request of it. */
export const parseStepRequest = (payload: unknown): StepRequest => {
  const { step, ledger, transferId, token } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  const known = payoutSaga.steps.find(({ name }) => name === step);
  const isText = typeof ledger === 'string' && typeof transferId === 'string';
  if (known === undefined || !isText || !(token === undefined || typeof token === 'string'))
    throw new PermanentFailure('The state machine sent something that is no step of the payout');
  return { step: known.name, ledger, transferId, ...(token === undefined ? {} : { token }) };
};
