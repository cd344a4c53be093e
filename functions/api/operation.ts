import type * as z from 'zod';
import type { ProblemCode } from './status-of.ts';

/** One thing that the API can do, as data: what routes are made from, and what the OpenAPI document says of them. */
export type Operation<Body = unknown, Query = unknown> = {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As in OpenAPI and API Gateway: `/v1/accounts/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** The scope that a token needs; undefined where no token is needed. */
  readonly scope: string | undefined;
  /** What the body must be; a request without a body has `{}`. */
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  readonly status: number;
  readonly answer: z.ZodType;
  /** What it refuses beside what every operation may. */
  readonly codes: readonly ProblemCode[];
  /** Whether its address or body tells of a person: then nothing is written of a refusal. */
  readonly isPersonal?: boolean;
};
