import type { Fact } from '../facts/fact.ts';
import { headerOf } from '../facts/origin.ts';
import type { ScreeningRecord, TransferFact } from '../facts/transfer-facts.ts';
import { tallying } from '../projections/fact-tally.ts';
import type { DeliveredFact, FoldStep, Projection, Rows } from '../projections/projection.ts';
import { transferIdOf } from '../projections/transfer-of.ts';
import { factIdOf, streamIdOf } from '../shared/stream-id.ts';
import { isNews, isRestricted, withAlert } from './alerts.ts';
import { type AmountHistogram, withAmount } from './amount-histogram.ts';
import { decideRisk, minorUnitsOf } from './decide-risk.ts';
import { countPaces, type DepartingRow, nothingDeparted } from './departing-row.ts';
import { type Departure, departuresOf } from './departure.ts';
import { type Paces, pacesOf } from './pace.ts';
import type { RiskPolicy } from './risk-policy.ts';
import {
  type AlertRow,
  alertKey,
  alertsOf,
  departingKey,
  markKey,
  outboxKey,
  outboxOf,
  pacesOfAccount,
  type StandingRow,
  standingKey,
  standingsOf,
} from './risk-rows.ts';

export type RiskProjectionOptions = {
  readonly policy: RiskPolicy;
  /** The id of the decision on a fact; the same fact always gets the same. */
  readonly decisionIdOf: (subject: { readonly ledger: string; readonly factId: string }) => string;
};

/**
 * The pace of each account and the sizes of what left it, and decisions on arrival. Paces and sizes are the same
 * whatever the order of the facts. A decision is made with what is known when its fact arrives, and only once; it
 * waits in the outbox, committed with the counts that led to it, until it is written as a fact.
 */
export const riskProjection = (options: RiskProjectionOptions): Projection =>
  tallying((delivered) => [
    ...departuresOf(delivered.fact).map((departure) => countAndDecide(departure, delivered, options)),
    ...(delivered.fact.type === 'TransferPlacedInReview' ? [alertOfReview(delivered, delivered.fact, options)] : []),
  ]);

const countAndDecide = (departure: Departure, delivered: DeliveredFact, options: RiskProjectionOptions): FoldStep => {
  const { fact, factId } = delivered;
  const { ledger } = fact;
  const { accountId, amount, at } = departure;
  const mark = markKey(ledger, accountId, factId);
  const departing = departingKey(ledger, accountId, amount.currency);
  const apply = (rows: Rows): void => {
    if (rows.get(mark) !== undefined) return;
    rows.put(mark, { at: fact.recordedAt });
    const past = (rows.get(departing) as DepartingRow | undefined) ?? nothingDeparted;
    const counted = departure.isLeaving ? { ...past, ...withAmount(past, minorUnitsOf(amount)) } : past;
    const paced = departure.isAsked ? countPaces(rows, counted, { ledger, accountId, at, amount }) : undefined;
    rows.put(departing, paced?.row ?? counted);
    if (paced !== undefined)
      decide(rows, { departure, delivered, past, paces: pacesOf(paced, { at, like: amount }) }, options);
  };
  // What was decided before is looked up only by those few that something stands against.
  const within = [pacesOfAccount(ledger, accountId), standingsOf(ledger), alertsOf(ledger), outboxOf(ledger)];
  return { reads: [mark, departing], creates: [mark], within, apply };
};

type Considered = {
  readonly departure: Departure;
  readonly delivered: DeliveredFact;
  readonly past: AmountHistogram;
  readonly paces: Paces;
};

const decide = (
  rows: Rows,
  { departure, delivered, past, paces }: Considered,
  options: RiskProjectionOptions,
): void => {
  const { fact } = delivered;
  const { accountId, amount } = departure;
  const standingAt = standingKey(fact.ledger, accountId);
  const isRequest = fact.type === 'TransferRequested';
  const isRestrictedNow = isRequest && isRestricted(rows.get(standingAt) as StandingRow | undefined);
  const screening = decideRisk({ amount, paces, past, isRestricted: isRestrictedNow }, options.policy);
  if (screening.outcome === 'approve') return;
  const standing = rows.get(standingAt) as StandingRow | undefined;
  // Each transfer that meets an objection is shown, because somebody has to settle each.
  if (!isRequest && !isNews(screening, standing)) return;
  const decisionId = decisionIdOf(departure, delivered, options);
  const alert = openAlert(screening, { alertId: decisionId, accountId, delivered });
  rows.put(outboxKey(fact.ledger, decisionId), { decision: decisionOf(alert, fact) });
  const alertAt = alertKey(fact.ledger, decisionId);
  if (rows.get(alertAt) !== undefined) return;
  rows.put(alertAt, alert);
  rows.put(standingAt, withAlert(standing, alert));
};

// An entry may take from several accounts, and each is decided on by itself.
const decisionIdOf = (
  { accountId }: Departure,
  { fact, factId }: DeliveredFact,
  options: RiskProjectionOptions,
): string => {
  const subject = fact.type === 'JournalEntryPosted' ? `${factId} ${accountId}` : factId;
  return options.decisionIdOf({ ledger: fact.ledger, factId: subject });
};

/**
 * A transfer that its screening placed in review waits for a person, so there is an alert for it, under the id that a
 * decision on its request has. The screening is a fact already, so nothing goes to the outbox.
 */
const alertOfReview = (
  delivered: DeliveredFact,
  { ledger, transferId, transfer, screening }: TransferFact,
  options: RiskProjectionOptions,
): FoldStep => {
  const accountId = transfer.sourceAccountId;
  const factId = factIdOf(streamIdOf(ledger, 'transfer', transferId), 0);
  const alertId = options.decisionIdOf({ ledger, factId });
  const mark = markKey(ledger, accountId, delivered.factId);
  const alertAt = alertKey(ledger, alertId);
  const standingAt = standingKey(ledger, accountId);
  return {
    reads: [mark, alertAt, standingAt],
    creates: [mark],
    apply: (rows) => {
      if (rows.get(mark) !== undefined) return;
      rows.put(mark, { at: delivered.fact.recordedAt });
      if ((rows.get(alertAt) as AlertRow | undefined)?.status === 'open') return;
      const found: ScreeningRecord = screening ?? { outcome: 'review', reasons: [], features: {} };
      const alert = { ...openAlert(found, { alertId, accountId, delivered }), factId };
      rows.put(alertAt, alert);
      rows.put(standingAt, withAlert(rows.get(standingAt) as StandingRow | undefined, alert));
    },
  };
};

const openAlert = (
  { outcome, reasons, features }: ScreeningRecord,
  {
    alertId,
    accountId,
    delivered: { fact, factId },
  }: Pick<AlertRow, 'alertId' | 'accountId'> & { readonly delivered: DeliveredFact },
): AlertRow => ({
  alertId,
  accountId,
  factId,
  outcome,
  reasons,
  features,
  raisedAt: fact.recordedAt,
  transferId: transferIdOf(fact) ?? null,
  status: 'open',
  resolution: null,
});

const decisionOf = ({ alertId, transferId, accountId, factId, outcome, reasons, features }: AlertRow, fact: Fact) => {
  const { recordedAt: _, ...header } = headerOf({ ...fact, actor: 'fraud' }, fact.recordedAt);
  return {
    ...header,
    type: 'RiskDecided' as const,
    schemaVersion: 1 as const,
    decisionId: alertId,
    factId,
    accountId,
    ...(transferId === null ? {} : { transferId }),
    outcome,
    reasons,
    features,
  };
};
