import type { AccessRequest } from '../../policies/is-allowed.ts';
import { isObject } from '../is-object.ts';
import { dynamodbAccess } from './dynamodb-access.ts';
import { objectAccess } from './object-access.ts';
import type { Grants } from './worker-messages.ts';

/** The parts of an HTTP request that say what it asks of AWS. */
export type OutgoingCall = {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The `X-Amz-Target` header, which names service and operation in AWS's JSON protocols. */
  readonly target: string | undefined;
  /** The parsed body of a call in one of these protocols. */
  readonly input: unknown;
};

/**
 * What IAM has to allow for a call: all of the answered requests, or, where one entry lists several resources, any of
 * them. A call that is not understood asks for an action that no statement names, so it is denied rather than let
 * through.
 */
export const requestedAccess = (call: OutgoingCall, grants: Grants): readonly (readonly AccessRequest[])[] => {
  const [service, operation] = call.target?.split('.') ?? [];
  if (service === undefined || operation === undefined)
    return [[call.path.startsWith(invokePath) ? invocation(call, grants) : objectAccess(call)]];
  const { input } = call;
  if (!isObject(input)) return [[{ action: `unknown:${operation}`, resource: '*' }]];
  if (service.startsWith('DynamoDB'))
    return dynamodbAccess(operation, input, grants.location).map((access) => [access]);
  if (service.startsWith('Kinesis')) return [[streamAccess(operation, input, grants)]];
  if (service === 'AWSStepFunctions') return [machineAccess(operation, input, grants)];
  return [[{ action: `unknown:${call.target}`, resource: '*' }]];
};

type Input = Readonly<Record<string, unknown>>;

const invokePath = '/2015-03-31/functions/';

const invocation = ({ path }: OutgoingCall, { location }: Grants): AccessRequest => {
  const name = decodeURIComponent(path.slice(invokePath.length).split('/', 1)[0] ?? '');
  return {
    action: 'lambda:InvokeFunction',
    resource: name.startsWith('arn:')
      ? name
      : `arn:aws:lambda:${location.region}:${location.accountId}:function:${name}`,
  };
};

const streamAccess = (operation: string, input: Input, { location }: Grants): AccessRequest => {
  const { StreamARN, StreamName } = input;
  const named = `arn:aws:kinesis:${location.region}:${location.accountId}:stream/${StreamName ?? '*'}`;
  return { action: `kinesis:${operation}`, resource: typeof StreamARN === 'string' ? StreamARN : named };
};

// Step Functions checks a task token against the machine that it belongs to. The token does not show which, so any of
// the stack's machines will do.
const machineAccess = (operation: string, input: Input, { machineArns }: Grants): readonly AccessRequest[] => {
  const action = `states:${operation}`;
  if (operation.startsWith('SendTask')) return machineArns.map((resource) => ({ action, resource }));
  const resource = input['executionArn'] ?? input['stateMachineArn'];
  return [{ action, resource: typeof resource === 'string' ? resource : '*' }];
};
