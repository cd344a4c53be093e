import type * as z from 'zod';
import type { Origin } from '../../domain/facts/origin.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Answer } from './answer.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { keepRefusal } from './keep-refusal.ts';
import type { Operation } from './operation.ts';
import { type ArrivedBody, readBody } from './read-body.ts';
import { readQuery } from './read-query.ts';
import type { DryRunQuery } from './schemas/queries.ts';
import type { ApiServices } from './services.ts';

/** A request whose caller is known, before anything of it was read. */
export type ArrivedRequest = {
  readonly origin: Origin;
  /** The `{id}` of the address; empty where it has none. */
  readonly id: string;
  /** The `{accountId}` of an address that has two; empty where it has none. */
  readonly accountId: string;
  readonly body: ArrivedBody;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly idempotencyKey: string | undefined;
};

/** A request that asks for something that is there. */
export type Question<Query> = Pick<ArrivedRequest, 'origin' | 'id' | 'accountId'> & { readonly query: Query };

/** A request that wants something to happen, ready to become a command. */
export type Order<Body> = {
  readonly origin: Origin;
  readonly id: string;
  readonly body: Body;
  readonly key: string;
  /** Tells a replay from a misuse of its key: over the address and the body as the caller said it, without defaults. */
  readonly fingerprint: string;
  readonly dryRun: boolean;
};

/** An operation and how it is answered. */
export type Route = {
  readonly operation: Operation;
  readonly answer: (request: ArrivedRequest, services: ApiServices) => Promise<Answer>;
};

/** A route that reads. */
export const reading = <Query>(
  operation: Operation<unknown, Query> & { readonly query: z.ZodType<Query> },
  answer: (question: Question<Query>, services: ApiServices) => Promise<Answer>,
): Route => ({
  operation,
  answer: async ({ origin, id, accountId, parameters }, services) => {
    const query = readQuery(operation.query, parameters);
    return query.ok ? answer({ origin, id, accountId, query: query.value }, services) : { problem: query.rejection };
  },
});

/**
 * A route that writes. What is malformed is refused first, then a missing Idempotency-Key. What a rule refuses is kept,
 * but for what tells of a person: even the fingerprint of that would let guesses be tested.
 */
export const writing = <Body>(
  operation: Operation<Body, DryRunQuery> & { readonly body: z.ZodType<Body>; readonly query: z.ZodType<DryRunQuery> },
  answer: (order: Order<Body>, services: ApiServices) => Promise<Answer>,
): Route => ({
  operation,
  answer: async ({ origin, id, parameters, body, idempotencyKey }, services) => {
    const query = readQuery(operation.query, parameters);
    if (!query.ok) return { problem: query.rejection };
    const read = readBody(operation.body, body);
    if (!read.ok) return { problem: read.rejection };
    const key = readIdempotencyKey(idempotencyKey);
    if (!key.ok) return { problem: key.rejection };
    const path = operation.path.replace('{id}', () => id);
    const fingerprint = fingerprintOf({ path, body: read.value.said });
    const { dryRun = false } = query.value;
    const order = { origin, id, body: read.value.body, key: key.value, fingerprint, dryRun };
    const answered = await answer(order, services);
    if ('problem' in answered && !dryRun && operation.isPersonal !== true)
      await keepRefusal({ operationId: operation.id, order, problem: answered.problem }, services);
    return answered;
  },
});
