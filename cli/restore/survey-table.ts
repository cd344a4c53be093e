import type { Survey } from '../../domain/audit/restore/surveyed-place.ts';
import { tableSurvey } from '../../domain/audit/restore/table-survey.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { RestoredTable } from '../../domain/ports/restored-table.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { archivedFact, walkArchive } from '../../functions/runtime/walk-archive.ts';
import { ledgersIn } from './archived-ledgers.ts';
import { type LogCheck, logCheck } from './log-check.ts';

export type RestoreParts = {
  readonly table: RestoredTable;
  readonly archive: Pick<Archive, 'read' | 'readBytes' | 'list'>;
  /** Told of each event and each archived line that was looked at. */
  readonly onStep: () => void;
};

export type SurveyedTable = {
  readonly survey: Survey;
  /** Of each ledger of the archive, whether what it holds is what was sealed. */
  readonly logs: readonly LogCheck[];
};

/** Reads a table once and then the archive of each ledger, in order. Throws what the stores throw. */
export const surveyTable = async ({ table, archive, onStep }: RestoreParts): Promise<SurveyedTable> => {
  const { addStored, addArchived, survey } = tableSurvey({ digest: sha256, deliver: deliveredFact });
  for await (const event of table.scan()) {
    addStored(event);
    onStep();
  }
  const logs: LogCheck[] = [];
  for (const ledger of await ledgersIn(archive)) {
    const checked = logCheck(ledger, archive);
    for await (const segment of walkArchive(ledger, 1, archive))
      for (const { text, line } of segment) {
        checked.add(text, line);
        if (line.kind === 'fact') addArchived(await archivedFact(ledger, line.fact, archive));
        onStep();
      }
    logs.push(await checked.result());
  }
  return { survey: survey(), logs };
};
