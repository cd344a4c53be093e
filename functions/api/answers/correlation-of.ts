import type { Origin } from '../../../domain/facts/origin.ts';
import { traceIdOf } from '../trace-context.ts';

/** What a fact can be found by together with others: the caller's correlation id, or else the trace it came in. */
export const correlationOf = ({ correlationId, traceparent }: Pick<Origin, 'correlationId' | 'traceparent'>) =>
  correlationId ?? traceIdOf(traceparent) ?? null;
