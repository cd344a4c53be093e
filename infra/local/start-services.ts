import { isAllowed } from '../policies/is-allowed.ts';
import type { DataFolder } from './data-folder.ts';
import type { DeclaredMapping, DeclaredStack } from './declared-stack.ts';
import { tableAddresses } from './engines/by-engine.ts';
import { freePort } from './engines/free-port.ts';
import type { Engines } from './engines/start-engines.ts';
import { type FunctionInvoker, functionInvoker } from './functions/function-invoker.ts';
import type { Endpoints } from './functions/worker-messages.ts';
import { startHttpApi } from './http-api/start-http-api.ts';
import { isObject } from './is-object.ts';
import { mintDefaultToken } from './issuer/mint-default-token.ts';
import { openIssuer } from './issuer/open-issuer.ts';
import { startLambdaApi } from './lambda-api/start-lambda-api.ts';
import type { Log } from './log.ts';
import { sharedPages } from './mappings/shared-pages.ts';
import { startMapping } from './mappings/start-mapping.ts';
import { startSchedules } from './schedules/start-schedules.ts';
import type { StackLocation } from './stack-location.ts';
import type { Closing } from './start-closing.ts';
import { StartRefused } from './start-refused.ts';
import type { Stores } from './start-stores.ts';
import { startStepFunctions } from './step-functions/start-step-functions.ts';

/** What works on the stores: functions, and everything that invokes them. */
export type Services = {
  readonly url: string;
  readonly token: string;
  readonly endpoints: Endpoints;
  readonly invoker: FunctionInvoker;
  /** `listener` is told whenever a function got a process. */
  readonly onFunctionStarted: (listener: () => void) => void;
};

export type ServicesOptions = {
  readonly declared: DeclaredStack;
  readonly location: StackLocation;
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly port: number;
  readonly log: Log;
  readonly closing: Closing[];
};

/** Starts in this order because each of them needs the one before; functions need all, and start when first invoked. */
export const startServices = async (options: ServicesOptions): Promise<Services> => {
  const { declared, folder, log, closing } = options;
  const { endpoints, invoker, onFunctionStarted } = await startInvoking(options);
  startSources(options, invoker);
  const schedules = startSchedules({ schedules: declared.schedules, invoker, log });
  closing.push(schedules.stop);
  const port = options.port === 0 ? await freePort() : options.port;
  const { issuer: issuerUrl, audience } = declared.api.authorizer;
  const issuer = await openIssuer({
    folder: folder.path,
    url: issuerUrl,
    audience,
    servedAt: `http://127.0.0.1:${port}`,
  });
  const httpApi = await listening(port, () =>
    startHttpApi({ api: declared.api, invoker, issuer, port, host: '127.0.0.1', log }),
  );
  closing.push(httpApi.stop);
  const token = await mintDefaultToken(issuer, declared.api);
  return { url: httpApi.url, token, endpoints, invoker, onFunctionStarted };
};

const startInvoking = async ({ declared, location, folder, stores, log, closing }: ServicesOptions) => {
  const { dynamodbUrl, dynamodbEngines, kinesisUrl } = stores.engines;
  const listeners: (() => void)[] = [];
  let endpoints: Endpoints | undefined;
  const invoker = functionInvoker({
    functions: declared.functions,
    machines: declared.machines,
    background: new Set(declared.mappings.map(({ functionName }) => functionName)),
    location,
    endpoints: () => {
      if (endpoints !== undefined) return endpoints;
      throw new Error('A function was invoked before the services were there');
    },
    tables: dynamodbEngines === undefined ? {} : tableAddresses(declared.tables, dynamodbEngines),
    logsFolder: folder.inside('logs'),
    log,
    onStarted: () => {
      for (const listener of listeners) listener();
    },
  });
  closing.push(invoker.stop);
  const lambda = await startLambdaApi({ invoker });
  closing.push(lambda.stop);
  const machines = await startStepFunctions({
    machines: declared.machines,
    invoker,
    folder: folder.inside('executions'),
    log,
  });
  closing.push(machines.stop);
  const known: Endpoints = {
    dynamodb: dynamodbUrl,
    kinesis: kinesisUrl,
    sfn: machines.url,
    s3: stores.buckets.url,
    lambda: lambda.url,
  };
  endpoints = known;
  await machines.resume();
  const onFunctionStarted = (listener: () => void): void => void listeners.push(listener);
  return { endpoints: known, invoker, onFunctionStarted };
};

const startSources = ({ declared, folder, stores, log, closing }: ServicesOptions, invoker: FunctionInvoker): void => {
  const sharePages = sharedPages();
  for (const mapping of declared.mappings) {
    const missing = missingForMapping(declared, mapping);
    if (missing !== undefined) {
      log(`The role of ${mapping.functionName} does not allow ${missing}, so ${mapping.id} does not poll`);
      continue;
    }
    const started = startMapping({
      mapping,
      invoker,
      endpoint: endpointOf(mapping, stores.engines),
      sharePages,
      folder: folder.inside('mappings'),
      failureDestination: { put: stores.buckets.store },
      log,
    });
    closing.push(started.stop);
  }
};

// Whoever follows a table's stream asks often, so it asks the engine that has it, not the one endpoint of all tables.
const endpointOf = ({ source }: DeclaredMapping, { kinesisUrl, dynamodbUrl, dynamodbEngines }: Engines): string =>
  source.kind === 'kinesis' ? kinesisUrl : (dynamodbEngines?.withStream ?? dynamodbUrl);

/** What Lambda calls with the function's role to follow a source; it also writes what failed to the bucket named. */
const following = {
  kinesis: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'],
  dynamodb: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
} as const;

/** The first permission that Lambda would miss in the role of a mapping's function; undefined where it misses none. */
const missingForMapping = (
  declared: DeclaredStack,
  { functionName, source, failureBucketArn }: DeclaredMapping,
): string | undefined => {
  const statements = declared.functions.find(({ name }) => name === functionName)?.statements ?? [];
  const needed = following[source.kind].map((operation) => ({
    action: `${source.kind}:${operation}`,
    resource: source.arn,
  }));
  if (failureBucketArn !== undefined) {
    needed.push({ action: 's3:PutObject', resource: `${failureBucketArn}/aws/lambda/any` });
    needed.push({ action: 's3:ListBucket', resource: failureBucketArn });
  }
  return needed.find((access) => !isAllowed(statements, access))?.action;
};

const listening = async <Started>(port: number, start: () => Promise<Started>): Promise<Started> => {
  try {
    return await start();
  } catch (error) {
    if (!isObject(error) || (error['code'] !== 'EADDRINUSE' && error['code'] !== 'EACCES')) throw error;
    const why = error['code'] === 'EADDRINUSE' ? 'is in use by another program' : 'may not be used by this user';
    throw new StartRefused(`Port ${port} ${why}. Choose another with --port N; --port 0 takes any free one.`, {
      cause: error,
    });
  }
};
