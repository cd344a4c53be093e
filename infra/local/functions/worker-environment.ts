import { devNull } from 'node:os';
import { localCredentials } from '../aws-credentials.ts';
import type { DeclaredFunction } from '../declared-stack.ts';
import type { StackLocation } from '../stack-location.ts';
import { StartRefused } from '../start-refused.ts';
import type { Endpoints } from './worker-messages.ts';

/**
 * The whole environment of a function's process: what is declared, what Lambda itself adds, and the addresses of the
 * local services. Nothing of the stack's own environment is in it, so that a variable that was forgotten in the
 * declaration is missing here as it would be in the cloud. Throws StartRefused for a declared name that Lambda
 * reserves.
 */
export const workerEnvironment = (
  declared: DeclaredFunction,
  location: StackLocation,
  endpoints: Endpoints,
): Readonly<Record<string, string>> => {
  const added = { ...addedByLambda(declared, location), ...addressesOf(endpoints) };
  const reserved = Object.keys(declared.environment).find((name) => name in added && !mayBeDeclared.has(name));
  if (reserved !== undefined)
    throw new StartRefused(`The function ${declared.name} declares ${reserved}, which Lambda reserves for itself.`);
  return { ...added, ...declared.environment };
};

const mayBeDeclared = new Set(['TZ', 'LANG', 'PATH']);

const addedByLambda = (declared: DeclaredFunction, { region }: StackLocation): Readonly<Record<string, string>> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  AWS_LAMBDA_FUNCTION_NAME: declared.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declared.memoryMegabytes),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declared.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  _HANDLER: declared.handler,
  LAMBDA_TASK_ROOT: declared.codeFolder,
  TZ: 'UTC',
  LANG: 'en_US.UTF-8',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin',
});

const addressesOf = (endpoints: Endpoints): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_KINESIS: endpoints.kinesis,
  AWS_ENDPOINT_URL_SFN: endpoints.sfn,
  AWS_ENDPOINT_URL_S3: endpoints.s3,
  AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
  // A Lambda environment has no home folder. Here the SDK would find the user's, and with it the settings of a real
  // account.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});
