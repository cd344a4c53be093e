import type { PayoutStep } from '../../../../domain/transfers/payout-saga.ts';
import type { ApiServices } from '../../../../functions/api/services.ts';
import { runStep } from '../../../../functions/saga/run-step.ts';
import { apiUnderTest } from './api-under-test.ts';
import { market, post } from './requests.ts';

export const wantedPayout = {
  kind: 'payout',
  sourceAccountId: 'sellers:1',
  settlementAccountId: 'assets:bank',
  amount: '25',
  currency: 'USD',
  destination: 'sim-accept',
  description: 'Payout',
};

/** A market in which a payout was asked for. */
export const requestedPayout = async (options: Parameters<typeof apiUnderTest>[0] = {}) => {
  const api = apiUnderTest(options);
  await market(api.ask);
  const got = await post(api.ask, '/v1/transfers', wantedPayout, 'payout');
  const id = String(got.body['id']);
  return { ...api, got, id, path: `/v1/transfers/${id}` };
};

/** Runs steps of the saga as the state machine would. */
export const running =
  ({ ledger, waitingSteps }: ApiServices, transferId: string, outcome: 'approve' | 'review' = 'approve') =>
  async (...steps: readonly PayoutStep[]): Promise<void> => {
    const rail = {
      submit: async () => ({ code: 'Accepted', railReference: 'rail-1' }) as const,
      recall: async () => ({ code: 'Recalled' }) as const,
    };
    const riskStore = { screeningOf: async () => ({ outcome, reasons: [], features: {} }) };
    const dependencies = { ledger, waitingSteps, rail, riskStore, count: () => {} };
    for (const step of steps) {
      const token = step.startsWith('Await') ? { token: `token ${step}` } : {};
      await runStep(dependencies, { step, ledger: 'main', transferId, ...token });
    }
  };
