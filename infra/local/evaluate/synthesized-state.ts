/** A resource as the program asks for it. */
export type RequestedResource = { readonly type: string; readonly inputs: Readonly<Record<string, unknown>> };

/** What AWS would have added to it: its id, and the properties that other resources are given. */
export type SynthesizedState = { readonly id: string; readonly state: Readonly<Record<string, unknown>> };

export const synthesizedLocation = { region: 'us-east-1', accountId: '000000000000' } as const;

/**
 * The names and ARNs that AWS would give to a resource. A property that is missing here would vanish silently from
 * everything that depends on it, so a type that is not listed answers undefined, and has to be refused.
 */
export const synthesizedState = ({ type, inputs }: RequestedResource): SynthesizedState | undefined => {
  const synthesize = synthesizers[type];
  if (synthesize === undefined) return undefined;
  const { id, ...state } = synthesize(inputs);
  return { id, state: { ...inputs, ...state } };
};

/** The types that are known, for those who have to say so. */
export const synthesizedTypes = (): readonly string[] => Object.keys(synthesizers);

type Synthesizer = (inputs: Readonly<Record<string, unknown>>) => { readonly id: string } & Record<string, unknown>;

const { region, accountId } = synthesizedLocation;
const arnOf = (service: string, rest: string): string => `arn:aws:${service}:${region}:${accountId}:${rest}`;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A resource that is found by one of its own inputs, and that nothing else is told about. */
const namedBy =
  (...inputNames: readonly string[]): Synthesizer =>
  (inputs) => ({ id: inputNames.map((name) => textOf(inputs[name])).join(':') });

/** A resource that others know by its ARN, which its name is part of. */
const withArn =
  (service: string, prefix: string): Synthesizer =>
  ({ name }) => ({ id: textOf(name), arn: arnOf(service, `${prefix}${textOf(name)}`) });

const table: Synthesizer = ({ name, streamEnabled }) => {
  const arn = arnOf('dynamodb', `table/${textOf(name)}`);
  return {
    id: textOf(name),
    arn,
    ...(streamEnabled === true && { streamArn: `${arn}/stream/2026-01-01T00:00:00.000` }),
  };
};

const lambda: Synthesizer = ({ name }) => {
  const arn = arnOf('lambda', `function:${textOf(name)}`);
  return {
    id: textOf(name),
    arn,
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
  };
};

// The keys of one program differ by what they are for.
const keyNumbers: Readonly<Record<string, number>> = { SIGN_VERIFY: 1, ENCRYPT_DECRYPT: 2 };

const key: Synthesizer = ({ keyUsage }) => {
  const keyId = `00000000-0000-4000-8000-00000000000${keyNumbers[textOf(keyUsage)] ?? 0}`;
  return { id: keyId, keyId, arn: arnOf('kms', `key/${keyId}`) };
};

const httpApi: Synthesizer = () => {
  const id = 'quipuapi00';
  return {
    id,
    apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com`,
    executionArn: arnOf('execute-api', id),
    arn: `arn:aws:apigateway:${region}::/apis/${id}`,
  };
};

const synthesizers: Readonly<Record<string, Synthesizer>> = {
  'aws:apigatewayv2/api:Api': httpApi,
  'aws:apigatewayv2/authorizer:Authorizer': namedBy('name'),
  'aws:apigatewayv2/integration:Integration': namedBy('integrationUri'),
  'aws:apigatewayv2/route:Route': namedBy('routeKey'),
  'aws:apigatewayv2/stage:Stage': namedBy('name'),
  'aws:cloudwatch/logGroup:LogGroup': withArn('logs', 'log-group:'),
  'aws:cloudwatch/metricAlarm:MetricAlarm': withArn('cloudwatch', 'alarm:'),
  'aws:dynamodb/resourcePolicy:ResourcePolicy': namedBy('resourceArn'),
  'aws:dynamodb/table:Table': table,
  'aws:iam/role:Role': ({ name }) => ({ id: textOf(name), arn: `arn:aws:iam::${accountId}:role/${textOf(name)}` }),
  'aws:iam/rolePolicy:RolePolicy': namedBy('role', 'name'),
  'aws:kinesis/stream:Stream': withArn('kinesis', 'stream/'),
  'aws:kms/alias:Alias': namedBy('name'),
  'aws:kms/key:Key': key,
  'aws:lambda/eventSourceMapping:EventSourceMapping': namedBy('functionName', 'eventSourceArn'),
  'aws:lambda/function:Function': lambda,
  'aws:lambda/permission:Permission': namedBy('function', 'principal'),
  'aws:s3/bucket:Bucket': ({ bucket }) => ({ id: textOf(bucket), arn: `arn:aws:s3:::${textOf(bucket)}` }),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': namedBy('bucket'),
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': namedBy('bucket'),
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': namedBy('bucket'),
  'aws:s3/bucketPolicy:BucketPolicy': namedBy('bucket'),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': namedBy('bucket'),
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': namedBy('bucket'),
  'aws:s3/bucketVersioning:BucketVersioning': namedBy('bucket'),
  'aws:scheduler/schedule:Schedule': withArn('scheduler', 'schedule/default/'),
  'aws:sfn/stateMachine:StateMachine': withArn('states', 'stateMachine:'),
  'aws:sns/topic:Topic': withArn('sns', ''),
  'aws:sns/topicSubscription:TopicSubscription': namedBy('topic', 'endpoint'),
};
