import type { AccountId } from '../accounts/account.ts';
import type { FactHeader } from './origin.ts';
import type { ScreeningRecord } from './transfer-facts.ts';

/**
 * What the fraud consumer made of a fact that stands out. Facts that do not are approved without a fact of their own.
 */
export type RiskDecided = FactHeader &
  ScreeningRecord & {
    readonly type: 'RiskDecided';
    readonly schemaVersion: 1;
    /** Derives from the fact decided on, so that deciding twice writes once. */
    readonly decisionId: string;
    readonly factId: string;
    readonly accountId: AccountId;
    readonly transferId?: string;
  };
