import type { ScreeningRecord } from '../facts/transfer-facts.ts';
import { gravest } from './decide-risk.ts';
import type { AlertRow, StandingRow } from './risk-rows.ts';

type Objection = Pick<ScreeningRecord, 'outcome' | 'reasons'>;

/** An alert that blocks is open on the account: its transfers wait for somebody. */
export const isRestricted = (standing: StandingRow | undefined): boolean =>
  Object.values(standing?.openAlerts ?? {}).some(({ outcome }) => outcome === 'block');

/**
 * Whether a decision says more than the alerts that are open on the account already do. On an account that is busy
 * for a good reason, thousands of equal alerts would hide the one that matters.
 */
export const isNews = ({ outcome, reasons }: Objection, standing: StandingRow | undefined): boolean => {
  const open = Object.values(standing?.openAlerts ?? {});
  const known = new Set(open.flatMap((alert) => alert.reasons));
  const gravestKnown = gravest(open.map((alert) => alert.outcome));
  return gravest([gravestKnown, outcome]) !== gravestKnown || reasons.some((reason) => !known.has(reason));
};

export const withAlert = (
  standing: StandingRow | undefined,
  { alertId, outcome, reasons }: Pick<AlertRow, 'alertId' | 'outcome' | 'reasons'>,
): StandingRow => ({ openAlerts: { ...standing?.openAlerts, [alertId]: { outcome, reasons } } });

/** The standing once an alert is settled; undefined where none is left open. */
export const withoutAlert = (standing: StandingRow | undefined, alertId: string): StandingRow | undefined => {
  const { [alertId]: _, ...left } = standing?.openAlerts ?? {};
  return Object.keys(left).length === 0 ? undefined : { openAlerts: left };
};
