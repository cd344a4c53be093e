import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Proposal } from '../../../domain/shared/proposal.ts';
import type { CommandOutcome } from '../../runtime/carry-out.ts';
import type { Answer } from '../answer.ts';
import { type Fault, problemOf } from '../problem.ts';

/** How each outcome of a command is answered, beside a refusal. */
export type CommandAnswers<Body> = {
  /** Of what is made: 201 or 202; 200 of what is changed. */
  readonly status: number;
  /** From the stored event that names the request, so that a replay answers the same. */
  readonly recorded: (event: StoredEvent) => Body | Promise<Body>;
  /** Of a dry run. */
  readonly rehearsed: (writes: Proposal) => Body | Promise<Body>;
  /** Of a command that finds its wish fulfilled; absent where one makes something always. */
  readonly unchanged?: () => Body | Promise<Body>;
  /** The address under which what was made is found, by its id. */
  readonly madeUnder?: string;
};

/** Answers what a command came to. */
export const commandAnswer = async <Body extends { readonly id: string }>(
  outcome: CommandOutcome<Fault>,
  { status, recorded, rehearsed, unchanged = nothingMade, madeUnder }: CommandAnswers<Body>,
): Promise<Answer> => {
  if (outcome.code === 'Rejected') return { problem: problemOf(outcome.rejection) };
  if (outcome.code === 'Rehearsed')
    return { status: 200, body: { ...(await rehearsed(outcome.writes)), dryRun: true } };
  if (outcome.code === 'Unchanged') return { status, body: await unchanged() };
  const body = await recorded(outcome.event);
  const location = madeUnder === undefined ? {} : { Location: `${madeUnder}/${body.id}` };
  const replayed = outcome.replayed ? { 'Idempotency-Replayed': 'true' } : {};
  return { status, body, headers: { ...location, ...replayed } };
};

const nothingMade = (): never => {
  throw new InvariantViolation('A command that makes something found nothing to record');
};
