import type { AccountId } from '../accounts/account.ts';
import type { Instant } from '../shared/instant.ts';
import type { FactHeader } from './origin.ts';

/** Somebody settled a risk alert: let it pass, or stood by the objection. */
export type RiskAlertResolved = FactHeader & {
  readonly type: 'RiskAlertResolved';
  readonly schemaVersion: 1;
  readonly alertId: string;
  /** When the alert was raised that this settles; one may be raised again. */
  readonly raisedAt: Instant;
  /** The fact that was objected to. */
  readonly factId: string;
  readonly accountId: AccountId;
  readonly transferId?: string;
  readonly decision: 'approve' | 'refuse';
};
