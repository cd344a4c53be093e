import * as z from 'zod';
import type { DeclaredBucket, DeclaredStream, DeclaredTable } from '../declared-stack.ts';
import type { ResourceReader } from './resource-reader.ts';

export const readTables = (reader: ResourceReader): readonly DeclaredTable[] =>
  reader.all('aws:dynamodb/table:Table', tableShape).map(({ state }) => ({
    name: state.name,
    arn: state.arn,
    streamArn: state.streamArn,
    attributes: state.attributes,
    hashKey: state.hashKey,
    rangeKey: state.rangeKey,
    indexes: state.globalSecondaryIndexes.map((index) => ({ ...index, rangeKey: index.rangeKey })),
    streamViewType: state.streamViewType,
  }));

export const readStreams = (reader: ResourceReader): readonly DeclaredStream[] =>
  reader
    .all('aws:kinesis/stream:Stream', streamShape)
    .map(({ state: { name, arn, shardCount } }) => ({ name, arn, shards: shardCount }));

export const readBuckets = (reader: ResourceReader): readonly DeclaredBucket[] =>
  reader.all('aws:s3/bucket:Bucket', bucketShape).map(({ state: { bucket, arn } }) => ({ name: bucket, arn }));

const tableShape = z.object({
  name: z.string(),
  arn: z.string(),
  streamArn: z.string().optional(),
  attributes: z.array(z.object({ name: z.string(), type: z.enum(['S', 'N', 'B']) })),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  globalSecondaryIndexes: z
    .array(
      z.strictObject({
        name: z.string(),
        hashKey: z.string(),
        rangeKey: z.string().optional(),
        projectionType: z.enum(['ALL', 'KEYS_ONLY']),
      }),
    )
    .default([]),
  streamViewType: z.string().optional(),
  billingMode: z.literal('PAY_PER_REQUEST'),
  ttl: z.undefined('a time to live is not enacted here').optional(),
});

const streamShape = z.object({ name: z.string(), arn: z.string(), shardCount: z.number() });

const bucketShape = z.object({ bucket: z.string(), arn: z.string() });
