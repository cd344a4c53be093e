import { runAudit } from './audit/run-audit.ts';

/*
 * Measures, and never judges: `npm run bench` the posting of entries, `npm run bench -- audit [--entries N] [--json]`
 * the audit log and its trails.
 */
if (process.argv[2] === 'audit') await runAudit(process.argv.slice(3));
else await import('./run-entries.ts');
