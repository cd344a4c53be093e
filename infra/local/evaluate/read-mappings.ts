import * as z from 'zod';
import type { DeclaredMapping } from '../declared-stack.ts';
import { functionNameIn } from './read-functions.ts';
import type { ResourceReader } from './resource-reader.ts';

/** The event source mappings. A setting that the local pollers do not know is refused, not left out. */
export const readMappings = (reader: ResourceReader): readonly DeclaredMapping[] =>
  reader.all('aws:lambda/eventSourceMapping:EventSourceMapping', mappingShape).map(({ name, state }) => ({
    id: name,
    functionName: functionNameIn(state.functionName),
    source: { kind: kindOf(state.eventSourceArn), arn: state.eventSourceArn },
    batchSize: state.batchSize,
    batchingWindowSeconds: state.maximumBatchingWindowInSeconds,
    bisectOnError: state.bisectBatchOnFunctionError,
    retryAttemptsMaximum: state.maximumRetryAttempts,
    recordAgeMaximumSeconds: state.maximumRecordAgeInSeconds,
    reportsBatchItemFailures: state.functionResponseTypes.includes('ReportBatchItemFailures'),
    startingPosition: state.startingPosition,
    filters: state.filterCriteria?.filters.map(({ pattern }) => pattern) ?? [],
    failureBucketArn: state.destinationConfig?.onFailure.destinationArn,
  }));

const kindOf = (arn: string): 'kinesis' | 'dynamodb' => (arn.startsWith('arn:aws:kinesis:') ? 'kinesis' : 'dynamodb');

// The defaults are Lambda's own: without end, without bisecting, without partial answers.
const mappingShape = z.strictObject({
  id: z.string(),
  functionName: z.string(),
  eventSourceArn: z.string().regex(/^arn:aws:(kinesis|dynamodb):/),
  batchSize: z.number().default(100),
  maximumBatchingWindowInSeconds: z.number().default(0),
  parallelizationFactor: z.literal(1).default(1),
  bisectBatchOnFunctionError: z.boolean().default(false),
  maximumRetryAttempts: z.number().default(-1),
  maximumRecordAgeInSeconds: z.number().default(-1),
  functionResponseTypes: z.array(z.string()).default([]),
  startingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  filterCriteria: z.strictObject({ filters: z.array(z.strictObject({ pattern: z.string() })) }).optional(),
  destinationConfig: z
    .strictObject({ onFailure: z.strictObject({ destinationArn: z.string().startsWith('arn:aws:s3:::') }) })
    .optional(),
});
