import type { AccountLifeFact } from './account-facts.ts';
import type { HoldLifeFact } from './hold-facts.ts';
import type { JournalEntryPosted } from './journal-entry-posted.ts';
import type { LogKeysChanged } from './log-keys-changed.ts';
import type { RequestRejected } from './request-rejected.ts';
import type { RiskAlertResolved } from './risk-alert-resolved.ts';
import type { RiskDecided } from './risk-decided.ts';
import type { SubjectKeyFact } from './subject-key-facts.ts';
import type { TransferFact } from './transfer-facts.ts';

/** Everything that the event store publishes, each at its newest schema version. */
export type Fact =
  | AccountLifeFact
  | JournalEntryPosted
  | HoldLifeFact
  | TransferFact
  | RiskDecided
  | RiskAlertResolved
  | RequestRejected
  | LogKeysChanged
  | SubjectKeyFact;

export type FactType = Fact['type'];
