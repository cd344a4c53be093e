import type { AccountId } from '../accounts/account.ts';
import type { RiskDecided } from '../facts/risk-decided.ts';
import type { ScreeningRecord } from '../facts/transfer-facts.ts';
import type { RowKey } from '../ports/projection-store.ts';
import type { Instant } from '../shared/instant.ts';

/** What a person has to look at. One whose outcome is `block` restricts its account for as long as it is open. */
export type AlertRow = ScreeningRecord & {
  readonly alertId: string;
  readonly accountId: AccountId;
  /** The fact that was decided on, and when that was recorded. */
  readonly factId: string;
  readonly raisedAt: Instant;
  readonly transferId: string | null;
  readonly status: 'open' | 'resolved';
  readonly resolution: AlertResolution | null;
};

/** How somebody settled an alert: let it pass, or stand by the objection. */
export type AlertResolution = {
  readonly decision: 'approve' | 'refuse';
  readonly actor: string;
  readonly resolvedAt: Instant;
};

/** The alerts that are open on an account. */
export type StandingRow = {
  readonly openAlerts: Readonly<Record<string, Pick<ScreeningRecord, 'outcome' | 'reasons'>>>;
};

/** A decision that has yet to be written as a fact: all of it but when that was. */
export type OutboxRow = { readonly decision: Omit<RiskDecided, 'recordedAt'> };

export const markKey = (ledger: string, accountId: string, factId: string): RowKey => ({
  partition: `${ledger}#marks#${accountId}`,
  sort: factId,
});

export const hourKey = (ledger: string, accountId: string, { window, currency }: PaceOf): RowKey => ({
  partition: pacesOfAccount(ledger, accountId),
  sort: `${currency}#hour#${window}`,
});

export const dayKey = (ledger: string, accountId: string, { window, currency }: PaceOf): RowKey => ({
  partition: pacesOfAccount(ledger, accountId),
  sort: `${currency}#day#${window}`,
});

type PaceOf = { readonly window: string; readonly currency: string };

/** The hours and days of an account that are over, or that came late. */
export const pacesOfAccount = (ledger: string, accountId: string): string => `${ledger}#paces#${accountId}`;

export const departingKey = (ledger: string, accountId: string, currency: string): RowKey => ({
  partition: `${ledger}#departing#${accountId}`,
  sort: currency,
});

export const standingKey = (ledger: string, accountId: string): RowKey => ({
  partition: standingsOf(ledger),
  sort: accountId,
});

export const alertKey = (ledger: string, alertId: string): RowKey => ({ partition: alertsOf(ledger), sort: alertId });

export const outboxKey = (ledger: string, decisionId: string): RowKey => ({
  partition: outboxOf(ledger),
  sort: decisionId,
});

export const standingsOf = (ledger: string): string => `${ledger}#restricted`;
export const alertsOf = (ledger: string): string => `${ledger}#alerts`;
export const outboxOf = (ledger: string): string => `${ledger}#outbox`;

const arrivalPartition = /^[^#]*#(restricted|alerts|outbox)$/;

/**
 * Whether a row tells what was decided on arrival. Facts arrive in any order, and a decision is made with what is
 * known by then, so a replay may decide otherwise; what was decided is a fact in the event store. All other rows are
 * the same after any replay.
 */
export const isArrivalRow = ({ partition }: RowKey): boolean => arrivalPartition.test(partition);
