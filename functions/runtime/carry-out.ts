import type { Consistency, StoredEvent, StreamHead, VersionConflict } from '../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import type { Proposal } from '../../domain/shared/proposal.ts';
import type { Rejection } from '../../domain/shared/rejection.ts';
import type { Result } from '../../domain/shared/result.ts';
import type { StreamId } from '../../domain/shared/stream-id.ts';
import { type Backoff, delayAfter } from './backoff.ts';
import type { Ledger } from './ledger.ts';

/** The heads that a decision was loaded with. Throws InvariantViolation for a stream that the plan did not name. */
export type Heads = (streamId: StreamId) => StreamHead;

/** Where a request is recorded, and what tells it from another one. */
export type RequestRecord = { readonly streamId: StreamId; readonly fingerprint: string };

/** A command, made ready to be decided as often as it takes. */
export type Plan<Refusal> = {
  /**
   * The stream whose first event records the request, and the fingerprint that tells a replay from a misuse. A plan
   * without one is idempotent by what it decides: what is so already is not news.
   */
  readonly request?: RequestRecord;
  /** The streams that the decision depends on. */
  readonly reads: readonly StreamId[];
  readonly decide: (heads: Heads, now: Instant) => Result<Proposal, Refusal>;
  /** The plan to follow instead, where the heads show that this one looks at the wrong streams. */
  readonly elsewhere?: (heads: Heads) => Plan<Refusal> | undefined;
  /** What is recorded where a strong load confirms that all is so already: at least that it was asked. */
  readonly whenUnchanged?: (heads: Heads, now: Instant) => Proposal;
};

export type IdempotencyRejection = Rejection<'IdempotencyKeyMisused'>;
export type Busy = Rejection<'TryAgain'>;

export type CommandOutcome<Refusal> =
  /** Recorded now, or by an earlier request with the same key; `event` is the first that it wrote, at that time. */
  | { readonly code: 'Recorded'; readonly event: StoredEvent; readonly replayed: boolean }
  /** Accepted, and there is nothing to record: it is so already. */
  | { readonly code: 'Unchanged' }
  /** Accepted, but asked for as a dry run: what would have been written. */
  | { readonly code: 'Rehearsed'; readonly writes: Proposal }
  | { readonly code: 'Rejected'; readonly rejection: Refusal | IdempotencyRejection | Busy };

/** How often a lost race is run again, and the waits in between in milliseconds. */
export const raceBackoff: Backoff = { attemptsMaximum: 16, delayFirst: 5, delayMaximum: 400 };

/**
 * Load, decide, append: the one way in which anything is written. A race that is lost is run again from a strong load,
 * a bounded number of times; then the answer is `TryAgain`, and nothing happened. A refusal, or that all is so already,
 * is answered only after a strong load, and after making sure that the same request was not carried out before. Throws
 * what the event store throws.
 */
export const carryOut = async <Refusal>(
  plan: Plan<Refusal>,
  ledger: Ledger,
  options: { readonly dryRun?: boolean } = {},
): Promise<CommandOutcome<Refusal>> => {
  const outcome = await follow(plan, ledger, options);
  return outcome.code === 'Elsewhere' ? carryOut(outcome.plan, ledger, options) : outcome;
};

type Elsewhere<Refusal> = { readonly code: 'Elsewhere'; readonly plan: Plan<Refusal> };

const follow = async <Refusal>(
  plan: Plan<Refusal>,
  ledger: Ledger,
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<CommandOutcome<Refusal> | Elsewhere<Refusal>> => {
  for (let attempt = 1; attempt <= raceBackoff.attemptsMaximum; attempt += 1) {
    const isAgain = attempt > 1;
    const outcome = await ledger.lanes.run(plan.reads, async (leave) => {
      // Those behind wait as well: they would only be further rivals.
      if (isAgain) await ledger.waiting.pause(delayAfter(attempt - 1, raceBackoff, ledger.waiting.random));
      return followOnce(plan, ledger, { dryRun, consistency: isAgain ? 'strong' : 'eventual', leave });
    });
    if (outcome.code !== 'VersionConflict') return outcome;
    ledger.onConflict?.(outcome.streamId);
  }
  return refused({ code: 'TryAgain', detail: 'Others kept writing to the same accounts. Nothing happened.' });
};

/** One turn in the lanes; `leave` lets those behind decide on what is being written. */
type Turn = { readonly dryRun: boolean; readonly consistency: Consistency; readonly leave: () => void };

const followOnce = async <Refusal>(
  plan: Plan<Refusal>,
  ledger: Ledger,
  { dryRun, consistency, leave }: Turn,
): Promise<CommandOutcome<Refusal> | Elsewhere<Refusal> | VersionConflict> => {
  const decided = await decideOn(plan, ledger, consistency);
  if (decided.code !== 'Rehearsed') return decided;
  if (dryRun) return { code: 'Rehearsed', writes: decided.writes };
  const writes = decided.writes.length > 0 ? decided.writes : decided.whenUnchanged;
  if (writes.length === 0) return { code: 'Unchanged' };
  const outcome = await ledger.eventStore.append(writes, leave);
  if (outcome.code === 'Appended')
    return decided.writes.length > 0 ? recorded(outcome.events[0]) : { code: 'Unchanged' };
  return outcome.streamId === plan.request?.streamId ? replay(outcome, plan.request, ledger) : outcome;
};

/** An outcome that needs nothing written. */
type Answered<Refusal> = Exclude<CommandOutcome<Refusal>, { readonly code: 'Rehearsed' }>;

type DecidedOutcome<Refusal> =
  | Answered<Refusal>
  | Elsewhere<Refusal>
  | { readonly code: 'Rehearsed'; readonly writes: Proposal; readonly whenUnchanged: Proposal };

// A refusal, or that there is nothing to record, is decided again on strong heads before anybody hears of it, and only
// said of a request that was not carried out before.
const decideOn = async <Refusal>(
  plan: Plan<Refusal>,
  ledger: Ledger,
  consistency: Consistency,
): Promise<DecidedOutcome<Refusal>> => {
  const looked = await decideOnHeads(plan, ledger, consistency);
  if ('code' in looked) return looked;
  const { decided, heads } = looked;
  if (decided.ok && decided.value.length > 0)
    return { code: 'Rehearsed', writes: named(plan, decided.value), whenUnchanged: [] };
  const earlier = plan.request === undefined ? undefined : await firstOf(plan.request.streamId, ledger);
  if (earlier !== undefined && plan.request !== undefined) return replayOf(earlier, plan.request);
  if (consistency !== 'strong') return decideOn(plan, ledger, 'strong');
  if (!decided.ok) return { code: 'Rejected', rejection: decided.rejection };
  const whenUnchanged = plan.whenUnchanged?.(heads, ledger.clock.now()) ?? [];
  return { code: 'Rehearsed', writes: [], whenUnchanged: named(plan, whenUnchanged) };
};

/** How often heads that contradict each other are loaded again; what they still say then is a defect. */
const contradictionsMaximum = 3;

// Streams are read one by one, and eventual reads lag each by its own: a hold may be seen before the funds that its
// account holds for it. What a decision then takes for impossible is only a torn view, unless fresh heads say it too.
const decideOnHeads = async <Refusal>(
  plan: Plan<Refusal>,
  ledger: Ledger,
  consistency: Consistency,
): Promise<{ readonly decided: Result<Proposal, Refusal>; readonly heads: Heads } | Elsewhere<Refusal>> => {
  for (let contradictions = 0; ; contradictions += 1) {
    const heads = await load(plan.reads, ledger, contradictions === 0 ? consistency : 'strong');
    const other = plan.elsewhere?.(heads);
    if (other !== undefined) return { code: 'Elsewhere', plan: other };
    try {
      return { decided: plan.decide(heads, ledger.clock.now()), heads };
    } catch (error) {
      if (!(error instanceof InvariantViolation) || contradictions === contradictionsMaximum) throw error;
    }
  }
};

const load = async (streamIds: readonly StreamId[], ledger: Ledger, consistency: Consistency) => {
  const loaded = await ledger.eventStore.load(streamIds, consistency);
  const byId = new Map(loaded.map((head) => [head.streamId, head]));
  return (streamId: StreamId): StreamHead => {
    const head = byId.get(streamId);
    if (head === undefined) throw new InvariantViolation(`${streamId} was not loaded`);
    return head;
  };
};

const named = <Refusal>(plan: Plan<Refusal>, writes: Proposal): Proposal => {
  const first = writes[0];
  if (plan.request !== undefined && first !== undefined && first.head.streamId !== plan.request.streamId)
    throw new InvariantViolation('The first write of a command names its request');
  return writes;
};

const firstOf = async (streamId: StreamId, { eventStore }: Ledger): Promise<StoredEvent | undefined> => {
  const [first] = await eventStore.read(streamId, eventStore.beginning(streamId).version + 1, 1);
  return first;
};

const replay = async <Refusal>(
  { streamId, existing }: VersionConflict,
  request: RequestRecord,
  ledger: Ledger,
): Promise<CommandOutcome<Refusal>> => {
  const earlier = existing ?? (await firstOf(streamId, ledger));
  if (earlier === undefined) throw new InvariantViolation(`${streamId} is in the way and not there`);
  return replayOf(earlier, request);
};

const replayOf = <Refusal>(event: StoredEvent, { fingerprint }: RequestRecord): Answered<Refusal> =>
  (JSON.parse(event.text) as { readonly fingerprint?: string }).fingerprint === fingerprint
    ? { code: 'Recorded', event, replayed: true }
    : refused({ code: 'IdempotencyKeyMisused', detail: 'The same Idempotency-Key came before with another request.' });

const recorded = <Refusal>(event: StoredEvent | undefined): CommandOutcome<Refusal> => {
  if (event === undefined) throw new InvariantViolation('An append writes at least one event');
  return { code: 'Recorded', event, replayed: false };
};

const refused = <Refusal>(rejection: Refusal | IdempotencyRejection | Busy): Answered<Refusal> => ({
  code: 'Rejected',
  rejection,
});
