import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { textOf } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';
import type { StackResources } from './find-resources.ts';
import type { EngineName } from './read-stack-file.ts';

/** What the local engines are signed to with. None of them checks; the SDK insists on having some. */
export const localCredentials = { accessKeyId: 'quipu-local', secretAccessKey: 'quipu-local' };

export const dynamoClientOf = (resources: StackResources): DynamoDBClient =>
  new DynamoDBClient({ ...settingsOf(resources, 'dynamodb'), requestHandler: new NodeHttpHandler() });

export const kinesisClientOf = (resources: StackResources): KinesisClient =>
  new KinesisClient({ ...settingsOf(resources, 'kinesis'), requestHandler: new NodeHttpHandler() });

export const s3ClientOf = (resources: StackResources): S3Client =>
  new S3Client({ ...settingsOf(resources, 's3'), requestHandler: new NodeHttpHandler(), forcePathStyle: true });

/** The name of a table, stream or bucket. Throws CommandFailed where the stack's outputs do not have it. */
export const outputOf = ({ outputs }: StackResources, path: string): string => {
  const name = textOf(outputs, path);
  if (name === '') throw new CommandFailed(`The stack's outputs have no ${path}.`);
  return name;
};

const settingsOf = ({ region, endpoints }: StackResources, engine: EngineName) => {
  const endpoint = endpoints[engine];
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, credentials: localCredentials }),
  };
};
