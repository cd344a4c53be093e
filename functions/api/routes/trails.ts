import { normalAsked } from '../../../domain/audit/trail/trail-policy.ts';
import { millisecondsOf } from '../../../domain/shared/instant.ts';
import { derivedId } from '../../runtime/derived-id.ts';
import { keptOutcome, keptRequest, type TrailRequest, trailPrefix } from '../../runtime/trail/kept-trails.ts';
import { filesInManifest, manifestName } from '../../runtime/trail/trail-manifest.ts';
import { type Answer, ok } from '../answer.ts';
import { type KnownTrail, type TrailFailure, trailAnswer } from '../answers/trail-answer.ts';
import { askTrailOperation, getTrailOperation } from '../operations/trails.ts';
import { type Problem, problemOf } from '../problem.ts';
import { type Order, type Route, reading, writing } from '../route.ts';
import type { TrailBody } from '../schemas/trails.ts';
import type { ApiServices } from '../services.ts';

const ask = async (order: Order<TrailBody>, { trails, ledger }: ApiServices): Promise<Answer> => {
  const { origin, key, fingerprint, body, dryRun } = order;
  const id = derivedId('trl', { ledger: origin.ledger, operation: 'askTrail', key });
  const { from = null, to = null, accounts = null } = body;
  const request: TrailRequest = {
    ledger: origin.ledger,
    actor: origin.actor,
    askedAt: ledger.clock.now(),
    asked: normalAsked({ from, to, accounts }),
    fingerprint,
  };
  if (dryRun) return rehearsed(id, request, { trails });
  const { isFirst, kept } = await keptRequest.keep(trails.archive, id, request);
  if (kept.fingerprint !== fingerprint) return { problem: misused };
  // Also where it was asked before: that attempt may have ended before it started anything.
  await trails.start(id);
  const replayed = isFirst ? {} : { 'Idempotency-Replayed': 'true' };
  const answer = trailAnswer({ ...untouched, id, request: kept });
  return { status: 202, body: answer, headers: { Location: `/v1/audit/trails/${id}`, ...replayed } };
};

const untouched: Pick<KnownTrail, 'outcome' | 'files' | 'failure'> = {
  outcome: undefined,
  files: [],
  failure: undefined,
};

const rehearsed = async (
  id: string,
  request: TrailRequest,
  { trails }: Pick<ApiServices, 'trails'>,
): Promise<Answer> => {
  const kept = await keptRequest.read(trails.archive, id);
  if (kept !== undefined && kept.fingerprint !== request.fingerprint) return { problem: misused };
  return ok({ ...trailAnswer({ ...untouched, id, request: kept ?? request }), dryRun: true });
};

const misused: Problem = problemOf({
  code: 'IdempotencyKeyMisused',
  detail: 'The Idempotency-Key was used before, for another request.',
});

const noSuchTrail: Problem = problemOf({ code: 'TrailNotFound', detail: 'There is no such trail.' });

const read = async (id: string, ledger: string, { trails, ledger: writer }: ApiServices): Promise<Answer> => {
  if (!/^trl_[0-9A-Z]{26}$/.test(id)) return { problem: noSuchTrail };
  const request = await keptRequest.read(trails.archive, id);
  if (request?.ledger !== ledger) return { problem: noSuchTrail };
  const early = await keptOutcome.read(trails.archive, id);
  const failure = early === undefined ? await failureOf(request, id, { trails, ledger: writer }) : undefined;
  // What came of it is kept before its execution ends, so if that has just ended it is looked for once more.
  const outcome = failure === undefined ? early : await keptOutcome.read(trails.archive, id);
  const files = outcome?.status === 'made' ? await filesOf(id, { trails }) : [];
  return ok(trailAnswer({ id, request, outcome, files, failure: outcome === undefined ? failure : undefined }));
};

/** What was asked for is started at once; that is noticed in no more than this. */
const startSecondsMaximum = 300;

const failureOf = async (
  { askedAt }: TrailRequest,
  id: string,
  { trails, ledger: { clock } }: Pick<ApiServices, 'trails' | 'ledger'>,
): Promise<TrailFailure | undefined> => {
  const state = await trails.stateOf(id);
  if (state === 'ended') return notMade;
  const isLate = millisecondsOf(clock.now()) - millisecondsOf(askedAt) > startSecondsMaximum * 1_000;
  return state === 'absent' && isLate ? notStarted : undefined;
};

const notMade: TrailFailure = {
  code: 'TrailNotMade',
  detail: 'It could not be made; the log of the trail function says why. Ask again under another Idempotency-Key.',
};

const notStarted: TrailFailure = {
  code: 'TrailNotStarted',
  detail: 'Nothing makes it: it was never started, or that was long ago. Ask again under the same Idempotency-Key.',
};

const filesOf = async (id: string, { trails }: Pick<ApiServices, 'trails'>) =>
  filesInManifest((await trails.archive.read(`${trailPrefix(id)}${manifestName}`)) ?? '') ?? [];

/** Audit trails: asked for, and read as they stand. */
export const trailRoutes: readonly Route[] = [
  writing(askTrailOperation, ask),
  reading(getTrailOperation, ({ origin, id }, services) => read(id, origin.ledger, services)),
];
