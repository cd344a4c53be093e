import type { Fact } from '../facts/fact.ts';
import { headerOf } from '../facts/origin.ts';
import type { ScreeningRecord, TransferFact } from '../facts/transfer-facts.ts';
import type { DeliveredFact, FoldStep, Projection, Rows } from '../projections/projection.ts';
import { transferIdOf } from '../projections/transfer-of.ts';
import { factIdOf, streamIdOf } from '../shared/stream-id.ts';
import { isNews, isRestricted, withAlert } from './alerts.ts';
import { type AmountHistogram, emptyHistogram, withAmount } from './amount-histogram.ts';
import { decideRisk, minorUnitsOf } from './decide-risk.ts';
import { type Departure, departuresOf } from './departure.ts';
import { type DayRow, dayAfter, type HourRow, hourAfter, pacesOf } from './pace.ts';
import type { RiskPolicy } from './risk-policy.ts';
import {
  type AlertRow,
  alertKey,
  amountsKey,
  dayKey,
  hourKey,
  markKey,
  outboxKey,
  type StandingRow,
  standingKey,
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
export const riskProjection =
  (options: RiskProjectionOptions): Projection =>
  (delivered) => [
    ...departuresOf(delivered.fact).map((departure) => countAndDecide(departure, delivered, options)),
    ...(delivered.fact.type === 'TransferPlacedInReview' ? [alertOfReview(delivered, delivered.fact, options)] : []),
  ];

const countAndDecide = (departure: Departure, delivered: DeliveredFact, options: RiskProjectionOptions): FoldStep => {
  const { fact, factId } = delivered;
  const { ledger } = fact;
  const keys = keysOf(departure, ledger);
  const mark = markKey(ledger, departure.accountId, factId);
  const decisionId = decisionIdOf(departure, delivered, options);
  const decided = {
    standing: standingKey(ledger, departure.accountId),
    alert: alertKey(ledger, decisionId),
    outbox: outboxKey(ledger, decisionId),
  };
  const reads = departure.isAsked
    ? [mark, keys.hour, keys.day, keys.amounts, decided.standing, decided.alert, decided.outbox]
    : [mark, keys.amounts];
  const apply = (rows: Rows): void => {
    if (rows.get(mark) !== undefined) return;
    rows.put(mark, { at: fact.recordedAt });
    const past = (rows.get(keys.amounts) as AmountHistogram | undefined) ?? emptyHistogram;
    if (departure.isLeaving) rows.put(keys.amounts, withAmount(past, minorUnitsOf(departure.amount)));
    if (!departure.isAsked) return;
    const standing = rows.get(decided.standing) as StandingRow | undefined;
    const screening = decideRisk(
      {
        amount: departure.amount,
        paces: countedPaces(rows, keys, departure),
        past,
        isRestricted: fact.type === 'TransferRequested' && isRestricted(standing),
      },
      options.policy,
    );
    // Each transfer that meets an objection is shown, because somebody has to settle each.
    const isShown = fact.type === 'TransferRequested' || isNews(screening, standing);
    if (screening.outcome === 'approve' || !isShown) return;
    const alert = openAlert(screening, { alertId: decisionId, accountId: departure.accountId, delivered });
    rows.put(decided.outbox, { decision: decisionOf(alert, fact) });
    if (rows.get(decided.alert) !== undefined) return;
    rows.put(decided.alert, alert);
    rows.put(decided.standing, withAlert(standing, alert));
  };
  return { reads, apply };
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

const keysOf = ({ accountId, amount: { currency }, at }: Departure, ledger: string) => ({
  hour: hourKey(ledger, accountId, { at, currency }),
  day: dayKey(ledger, accountId, { at, currency }),
  amounts: amountsKey(ledger, accountId, currency),
});

const countedPaces = (rows: Rows, keys: ReturnType<typeof keysOf>, { amount, at }: Departure) => {
  const hour = hourAfter(rows.get(keys.hour) as HourRow | undefined, at, amount);
  const day = dayAfter(rows.get(keys.day) as DayRow | undefined, amount);
  rows.put(keys.hour, hour);
  rows.put(keys.day, day);
  return pacesOf({ hour, day }, { at, like: amount });
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
