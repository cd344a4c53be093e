import type { Alarms } from './components/alarms.ts';
import { LedgerFunction } from './components/ledger-function.ts';
import { Schedule } from './components/schedule.ts';
import type { Surroundings } from './declare-consumers.ts';

/** Whatever the stack sweeps, it says each minute that it watches: its alarms count on that. */
const everySeconds = 60;

/** The standing auditor: it reads everything, and writes nothing but what it has found. */
export const declareAuditor = ({ stores, configuration, codeFolder, alarms }: Surroundings): LedgerFunction => {
  const auditor = new LedgerFunction('auditor-function', {
    logicalName: 'auditor',
    configuration,
    codeFolder: codeFolder('auditor'),
    timeoutSeconds: configuration.consumerTimeoutSeconds,
    environment: {
      LEDGER_TABLE: stores.ledger.tableName,
      VIEWS_TABLE: stores.views.tableName,
      RISK_TABLE: stores.risk.tableName,
      AUDIT_TABLE: stores.audit.tableName,
      AUDITOR_TABLE: stores.auditor.tableName,
      ARCHIVE_URL: stores.archive.url,
    },
  });
  stores.ledger.grantRead(auditor);
  stores.views.grantRead(auditor);
  stores.risk.grantRead(auditor);
  stores.audit.grantRead(auditor);
  stores.auditor.grantWrite(auditor);
  stores.archive.grantReadFacts(auditor);
  stores.archive.grantMissObjects(auditor);
  alarms.watchErrors('auditor', auditor.functionName);
  watchFindings(alarms);
  new Schedule('auditor-schedule', { logicalName: 'auditor', configuration, target: auditor, everySeconds });
  return auditor;
};

/** Facts that the auditor may be behind: what it walks in a few minutes. */
const behindFactsMaximum = 50_000;

/** Longer than the audit takes to seal what came, even without its schedule. */
const sealingLagSecondsMaximum = 300;

const watchFindings = (alarms: Alarms): void => {
  // The auditor publishes at each run, also that all is well: where it says nothing, nobody is watching.
  const standing = { threshold: 0, statistic: 'Maximum', whenMissing: 'breaching' } as const;
  alarms.watchOwn('Imbalance', {
    ...standing,
    description: 'Debits and credits of all entries differ, or the auditor is silent. Stop the writers.',
  });
  alarms.watchOwn('Mismatches', {
    ...standing,
    description: 'The event store, the views and the log do not agree, or the auditor is silent.',
  });
  // A gap or a lag in one run may be a fact that was healed just now: what stands at every run of five minutes stays.
  const lasting = { statistic: 'Minimum', whenMissing: 'breaching' } as const;
  alarms.watchOwn('Gaps', {
    ...lasting,
    threshold: 0,
    description: 'The log lacks facts that were recorded, or the auditor is silent.',
  });
  alarms.watchOwn('SealingLagSeconds', {
    ...lasting,
    threshold: sealingLagSecondsMaximum,
    description: 'Facts have waited for more than five minutes to be sealed, or the auditor is silent.',
  });
  alarms.watchOwn('BehindFacts', {
    ...lasting,
    threshold: behindFactsMaximum,
    description: 'The auditor does not keep up with what is recorded, or is silent.',
  });
};
