import type { PolicyStatement } from '../policies/policy-statement.ts';

/**
 * What the Pulumi program declares, read off its resources: everything that the local stack starts, and nothing else.
 */
export type DeclaredStack = {
  readonly stack: string;
  readonly tables: readonly DeclaredTable[];
  readonly streams: readonly DeclaredStream[];
  readonly buckets: readonly DeclaredBucket[];
  readonly functions: readonly DeclaredFunction[];
  readonly mappings: readonly DeclaredMapping[];
  readonly machines: readonly DeclaredMachine[];
  readonly schedules: readonly DeclaredSchedule[];
  readonly api: DeclaredApi;
  /** The program's outputs, as plain values. */
  readonly outputs: Readonly<Record<string, unknown>>;
};

export type DeclaredTable = {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string | undefined;
  readonly attributes: readonly { readonly name: string; readonly type: 'S' | 'N' | 'B' }[];
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly indexes: readonly {
    readonly name: string;
    readonly hashKey: string;
    readonly rangeKey: string | undefined;
    readonly projectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  }[];
  readonly streamViewType: string | undefined;
};

export type DeclaredStream = { readonly name: string; readonly arn: string; readonly shards: number };

export type DeclaredBucket = { readonly name: string; readonly arn: string };

export type DeclaredFunction = {
  readonly name: string;
  readonly arn: string;
  /** The folder of the deployable bundle: the same bytes that `pulumi up` would upload. */
  readonly codeFolder: string;
  /** As in Lambda: `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Every statement of the inline and attached policies of its role. */
  readonly statements: readonly PolicyStatement[];
};

export type DeclaredMapping = {
  /** The resource's name: stable across starts, so that a position in the source can be kept under it. */
  readonly id: string;
  readonly functionName: string;
  readonly source: { readonly kind: 'kinesis' | 'dynamodb'; readonly arn: string };
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly bisectOnError: boolean;
  /** -1 is without end. */
  readonly retryAttemptsMaximum: number;
  /** -1 is without end. */
  readonly recordAgeMaximumSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Filter patterns as JSON text; a record passes if any of them matches, or if there are none. */
  readonly filters: readonly string[];
  /** The bucket that takes what could not be processed. */
  readonly failureBucketArn: string | undefined;
};

export type DeclaredMachine = { readonly name: string; readonly arn: string; readonly definition: string };

export type DeclaredSchedule = {
  readonly name: string;
  readonly everySeconds: number;
  readonly functionName: string;
  readonly input: string;
};

export type DeclaredApi = {
  readonly authorizer: { readonly issuer: string; readonly audience: readonly string[] };
  readonly routes: readonly {
    readonly method: string;
    /** As in API Gateway: `/v1/accounts/{id}`. */
    readonly path: string;
    readonly functionName: string;
    /** Undefined where no token is needed; otherwise one of these scopes is. */
    readonly scopes: readonly string[] | undefined;
  }[];
};
