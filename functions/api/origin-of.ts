import type { Origin } from '../../domain/facts/origin.ts';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { correlationIdCharactersMaximum } from './limits.ts';
import { type Problem, problemOf } from './problem.ts';
import { traceparentOf } from './trace-context.ts';

// A ledger's name is part of every key, where `#` separates.
const ledgerPattern = /^[A-Za-z0-9_-]{1,40}$/;
const actorPattern = /^[\x21-\x7e]{1,200}$/;
const correlationIdPattern = new RegExp(`^[\\x21-\\x7e]{1,${correlationIdCharactersMaximum}}$`);

/**
 * Who asks, for which ledger, from the claims of a token that the authorizer let through. Refuses `Unauthenticated`
 * without a token, `Forbidden` without the scope, and `MalformedRequest` for a correlation id that is none.
 */
export const originOf = (event: GatewayEvent, scope: string): Result<Origin, Problem> => {
  const claims = event.requestContext.authorizer?.jwt?.claims;
  const actor = claims?.['sub'];
  if (claims === undefined || typeof actor !== 'string' || !actorPattern.test(actor))
    return refuse('Unauthenticated', 'Send a valid token: Authorization: Bearer …');
  const scopes = claims['scope'];
  if (typeof scopes !== 'string' || !scopes.split(' ').includes(scope))
    return refuse('Forbidden', `The token lacks the scope ${scope}.`);
  const ledger = claims['ledger'];
  if (typeof ledger !== 'string' || !ledgerPattern.test(ledger))
    return refuse('Forbidden', 'The token names no ledger.');
  const traceparent = traceparentOf(event.headers?.['traceparent']);
  const correlationId = event.headers?.['x-correlation-id'];
  if (correlationId === undefined) return accepted({ ledger, actor, traceparent });
  if (correlationIdPattern.test(correlationId)) return accepted({ ledger, actor, correlationId, traceparent });
  const detail = `Give 1 to ${correlationIdCharactersMaximum} printable ASCII characters without spaces.`;
  return rejected(problemOf({ code: 'MalformedRequest', detail, parameter: 'X-Correlation-Id' }));
};

const refuse = (code: Problem['code'], detail: string): Result<never, Problem> => rejected(problemOf({ code, detail }));
