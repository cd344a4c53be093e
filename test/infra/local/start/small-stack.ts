import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { DeclaredFunction, DeclaredStack } from '../../../../infra/local/declared-stack.ts';
import { localIssuer } from '../../../../infra/local/start-stack.ts';

const at = (service: string, rest: string): string => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** A folder that the operating system clears away. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'quipu-test-'));

/** Makes a deployable bundle of a few lines, as the program's own are made. */
export const bundle = async (source: string): Promise<string> => {
  const folder = join(temporaryFolder(), 'bundle');
  mkdirSync(folder);
  await build({
    stdin: { contents: source, resolveDir: repository },
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return folder;
};

export const declaredFunction = (
  name: string,
  codeFolder: string,
  more: Partial<DeclaredFunction> = {},
): DeclaredFunction => ({
  name,
  arn: at('lambda', `function:${name}`),
  codeFolder,
  handler: 'index.handler',
  timeoutSeconds: 5,
  memoryMegabytes: 256,
  environment: {},
  statements: [],
  ...more,
});

const pages = `
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
const TableName = process.env.PAGES_TABLE;
export const handler = async ({ routeKey, body, pathParameters }) => {
  if (routeKey.startsWith('POST')) {
    const { id, text } = JSON.parse(body);
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: id }, sk: { N: '1' }, text: { S: text } } }));
    return { statusCode: 201, body };
  }
  const { Items } = await client.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pathParameters.id } } }));
  return { statusCode: 200, body: JSON.stringify(Items.map((page) => page.text.S)) };
};`;

const copier = `
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
const kinesis = new KinesisClient({ requestHandler: new NodeHttpHandler() });
const s3 = new S3Client({ forcePathStyle: true });
export const handler = async ({ Records }) => {
  for (const { dynamodb, kinesis: fact } of Records)
    if (dynamodb) await kinesis.send(new PutRecordsCommand({ StreamName: process.env.STREAM,
      Records: [{ Data: Buffer.from(dynamodb.NewImage.text.S), PartitionKey: dynamodb.Keys.pk.S }] }));
    else await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: fact.partitionKey,
      Body: Buffer.from(fact.data, 'base64') }));
};`;

const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource }) as const;
/** What a mapping polls with: its function's role. */
const follow = (service: string, operations: readonly string[], source: string) =>
  operations.map((operation) => allow(`${service}:${operation}`, source));
const table = at('dynamodb', 'table/pages');
const tableStream = `${table}/stream/2026-01-01T00:00:00.000`;
const stream = at('kinesis', 'stream/copies');

const functions = async (): Promise<readonly DeclaredFunction[]> => {
  const copying = await bundle(copier);
  return [
    declaredFunction('pages', await bundle(pages), {
      environment: { PAGES_TABLE: 'pages' },
      statements: [allow('dynamodb:PutItem', table), allow('dynamodb:Query', table)],
    }),
    declaredFunction('publish', copying, {
      environment: { STREAM: 'copies' },
      statements: [
        allow('kinesis:PutRecords', stream),
        ...follow('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'], tableStream),
      ],
    }),
    declaredFunction('keep', copying, {
      environment: { BUCKET: 'kept' },
      statements: [
        allow('s3:PutObject', 'arn:aws:s3:::kept/*'),
        ...follow('kinesis', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'], stream),
      ],
    }),
  ];
};

const mapping = {
  batchSize: 10,
  batchingWindowSeconds: 0,
  bisectOnError: false,
  retryAttemptsMaximum: 3,
  recordAgeMaximumSeconds: -1,
  reportsBatchItemFailures: false,
  startingPosition: 'TRIM_HORIZON',
  filters: [],
  failureBucketArn: undefined,
} as const;

/**
 * A stack of everything in small: pages are written over HTTP, and each goes through both streams into the bucket
 * `kept`.
 */
export const smallStack = async (): Promise<DeclaredStack> => ({
  stack: 'small',
  tables: [
    {
      name: 'pages',
      arn: table,
      streamArn: tableStream,
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'N' },
      ],
      hashKey: 'pk',
      rangeKey: 'sk',
      indexes: [],
      streamViewType: 'NEW_AND_OLD_IMAGES',
    },
  ],
  streams: [{ name: 'copies', arn: stream, shards: 2 }],
  buckets: [{ name: 'kept', arn: 'arn:aws:s3:::kept' }],
  functions: await functions(),
  mappings: [
    {
      ...mapping,
      id: 'publish',
      functionName: 'publish',
      source: { kind: 'dynamodb', arn: tableStream },
    },
    { ...mapping, id: 'keep', functionName: 'keep', source: { kind: 'kinesis', arn: stream } },
  ],
  machines: [],
  schedules: [],
  api: {
    authorizer: { issuer: localIssuer, audience: ['quipu'] },
    routes: [
      { method: 'POST', path: '/pages', functionName: 'pages', scopes: ['pages:write'] },
      { method: 'GET', path: '/pages/{id}', functionName: 'pages', scopes: undefined },
    ],
  },
  outputs: { tableName: 'pages' },
});
