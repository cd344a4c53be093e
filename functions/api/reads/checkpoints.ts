import { cosignaturesOf, type WitnessRow, witnessesOf } from '../../../domain/audit/log/log-place.ts';
import { type Answer, ok } from '../answer.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ConsistencyQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';

/** More witnesses than these are not asked. */
const witnessesMaximum = 100;

/** The newest checkpoint of a ledger's log, and the newest that witnesses have cosigned. */
export const newestCheckpoint = async (services: ApiServices, ledger: string): Promise<Answer> => {
  const checkpoint = await services.logOf(ledger).newest();
  if (checkpoint === undefined) return { problem: noCheckpoint };
  const { size, note } = checkpoint;
  return ok({ size, checkpoint: note, cosigned: await newestCosigned(services, ledger) });
};

/** Proof that the log at one checkpoint goes on from another; refuses `CheckpointNotFound`. */
export const logConsistency = async (
  { logOf }: ApiServices,
  ledger: string,
  { from, to }: ConsistencyQuery,
): Promise<Answer> => {
  const log = logOf(ledger);
  const [earlier, later] = await Promise.all([log.at(from), to === undefined ? log.newest() : log.at(to)]);
  if (earlier === undefined || later === undefined) return { problem: noSuchCheckpoint };
  if (earlier.size > later.size) return { problem: wrongWay };
  return ok({ from, to: later.size, proof: await log.consistency(from, later) });
};

/** Signature lines are put behind those of the note, which makes it a note with more signatures. */
const newestCosigned = async (
  { audit, logOf, logArchive }: ApiServices,
  ledger: string,
): Promise<{ readonly size: number; readonly checkpoint: string } | null> => {
  const rows = await audit.query({ partition: witnessesOf(ledger), limit: witnessesMaximum });
  const size = Math.max(0, ...rows.map(({ body }) => (body as WitnessRow).size));
  const checkpoint = size === 0 ? undefined : await logOf(ledger).at(size);
  if (checkpoint === undefined) return null;
  const names = await logArchive.list(cosignaturesOf(ledger, size), undefined, witnessesMaximum);
  const lines = await Promise.all(names.map((name) => logArchive.read(name)));
  return { size, checkpoint: `${checkpoint.note}${lines.join('')}` };
};

const noCheckpoint: Problem = problemOf({
  code: 'CheckpointNotFound',
  detail: 'Nothing of this ledger is sealed yet.',
});

const noSuchCheckpoint: Problem = problemOf({
  code: 'CheckpointNotFound',
  detail: 'The log has no checkpoint of that size.',
});

const wrongWay: Problem = problemOf({
  code: 'MalformedRequest',
  detail: '`from` is larger than `to`: give the earlier checkpoint first.',
  parameter: 'from',
});
