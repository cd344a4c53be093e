import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { auditDataStandards } from './audit-data-standards.ts';
import { bankStatements } from './bank-statements.ts';
import { beancountJournal } from './beancount-journal.ts';
import { hledgerJournal, ledgerJournal } from './plain-journal.ts';
import { standardAuditFiles } from './standard-audit-file.ts';
import type { TrailContents, TrailExport } from './trail-export.ts';

/** Every file of a trail that is made of its entries. */
export const allExports = (contents: TrailContents, digest: BytesDigest): readonly TrailExport[] => [
  hledgerJournal(contents),
  ledgerJournal(contents),
  beancountJournal(contents),
  auditDataStandards(contents),
  bankStatements(contents, digest),
  ...standardAuditFiles(contents, digest),
];
