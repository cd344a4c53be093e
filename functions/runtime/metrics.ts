/** What is counted, and alarmed on: namespace `Quipu`, by stack and by stack and function. */
export type MetricName =
  | 'ParkedRecords'
  | 'VersionConflicts'
  | 'RefusalsLost'
  | 'RevisionConflicts'
  | 'AccountVersionGaps'
  | 'AuditFindings'
  | 'InvariantViolations'
  | 'WitnessRefusals'
  | 'UnsentFacts'
  | 'BlockedTransfers'
  | 'StuckHolds'
  | 'StuckTransfers'
  | 'TransfersNeedRepair'
  | 'Imbalance'
  | 'Gaps'
  | 'Mismatches'
  | 'SealingLagSeconds'
  | 'BehindFacts';

/** Counts something that happened, `by` at a time. */
export type Count = (name: MetricName, by?: number) => void;

export type MetricsOptions = {
  readonly stack: string;
  readonly functionName: string;
  readonly write?: (line: string) => void;
  readonly now?: () => number;
};

/**
 * Metrics as lines of CloudWatch's embedded metric format on standard output, which CloudWatch turns into metrics
 * without a request from here.
 */
export const embeddedMetrics =
  ({ stack, functionName, write = (line) => process.stdout.write(line), now = Date.now }: MetricsOptions): Count =>
  (name, by = 1) => {
    const metric = { Name: name, Unit: 'Count' };
    const directive = { Namespace: 'Quipu', Dimensions: [['Stack'], ['Stack', 'Function']], Metrics: [metric] };
    const about = { _aws: { Timestamp: now(), CloudWatchMetrics: [directive] }, Stack: stack, Function: functionName };
    write(`${JSON.stringify({ ...about, [name]: by })}\n`);
  };
