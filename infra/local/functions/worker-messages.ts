import type { PolicyStatement } from '../../policies/policy-statement.ts';
import type { StackLocation } from '../stack-location.ts';

/** The addresses at which the local stack serves AWS's APIs. */
export type Endpoints = {
  readonly dynamodb: string;
  readonly kinesis: string;
  readonly sfn: string;
  readonly s3: string;
  readonly lambda: string;
};

/** What the egress guard of a worker decides by. */
export type Grants = {
  readonly functionName: string;
  readonly statements: readonly PolicyStatement[];
  readonly location: StackLocation;
  /** The declared state machines: a task token belongs to one of them. */
  readonly machineArns: readonly string[];
  readonly endpoints: Endpoints;
  /** The address of the engine of each table; a table that is not named is found at the endpoint. */
  readonly tables: Readonly<Record<string, string>>;
};

export type WorkerOrder =
  | {
      readonly kind: 'load';
      readonly functionArn: string;
      readonly moduleUrl: string;
      readonly exportName: string;
      readonly grants: Grants;
    }
  /** `event` is JSON text, so that a function sees what it would see in Lambda: no dates, no undefined. */
  | { readonly kind: 'invoke'; readonly id: number; readonly event: string; readonly deadline: number };

/** An error as Lambda's runtime reports it. */
export type ReportedError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

export type WorkerReport =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'loadFailed'; readonly error: ReportedError }
  | { readonly kind: 'answered'; readonly id: number; readonly payload: string }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ReportedError }
  | { readonly kind: 'denied'; readonly action: string; readonly resource: string };
