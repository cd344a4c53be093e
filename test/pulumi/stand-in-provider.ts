import { main, type Provider } from '@pulumi/pulumi/provider/index.js';
import { synthesizedAnswer } from '../../infra/local/evaluate/synthesized-answer.ts';
import { synthesizedState } from '../../infra/local/evaluate/synthesized-state.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * Stands in for Pulumi's AWS provider where there is no account: it keeps what it is told, gives the ARNs that AWS
 * would give, replaces what AWS cannot change in place, and refuses to delete a table that is protected.
 */
const provider: Provider = {
  create: async (urn, inputs: Properties) => stateOf(urn, inputs),
  update: async (_id, urn, _olds, news: Properties) => ({ outs: stateOf(urn, news).outs }),
  read: async (id, _urn, props: Properties) => ({ id, props }),
  diff: async (_id, urn, olds: Properties, news: Properties) => {
    const before = propertiesOf(olds['inputs__']);
    const names = [...new Set([...Object.keys(before), ...Object.keys(news)])];
    const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(news[name]));
    const replaces = changed.filter((name) => unchangeable[typeOf(urn)]?.includes(name));
    return { changes: changed.length > 0, replaces, deleteBeforeReplace: replaces.length > 0 };
  },
  delete: async (_id, urn, props: Properties) => {
    if (props['deletionProtectionEnabled'] === true) throw new Error(`${urn} is protected from deletion.`);
  },
  invoke: async (token) => {
    const outputs = synthesizedAnswer(token);
    if (outputs === undefined) throw new Error(`The stand-in for AWS cannot answer ${token}.`);
    return { outputs };
  },
};

/** What AWS cannot change in place, by the type of the resource. */
const unchangeable: Readonly<Record<string, readonly string[]>> = {
  'aws:apigatewayv2/api:Api': ['protocolType'],
  'aws:cloudwatch/logGroup:LogGroup': ['name'],
  'aws:dynamodb/table:Table': ['name', 'hashKey', 'rangeKey'],
  'aws:iam/role:Role': ['name'],
  'aws:iam/rolePolicy:RolePolicy': ['name', 'role'],
  'aws:kinesis/stream:Stream': ['name'],
  'aws:kms/alias:Alias': ['name'],
  'aws:lambda/eventSourceMapping:EventSourceMapping': ['eventSourceArn', 'startingPosition'],
  'aws:lambda/function:Function': ['name'],
  'aws:lambda/permission:Permission': ['action', 'function', 'principal', 'sourceArn'],
  'aws:s3/bucket:Bucket': ['bucket'],
  'aws:scheduler/schedule:Schedule': ['name'],
  'aws:sfn/stateMachine:StateMachine': ['name', 'type'],
  'aws:sns/topic:Topic': ['name'],
};

const stateOf = (urn: string, inputs: Properties) => {
  const synthesized = synthesizedState({ type: typeOf(urn), inputs });
  if (synthesized === undefined) throw new Error(`The stand-in for AWS does not know ${typeOf(urn)}.`);
  return { id: synthesized.id, outs: { ...synthesized.state, inputs__: inputs } };
};

/** `urn:pulumi:stack::project::parent$type::name` */
const typeOf = (urn: string): string => urn.split('::')[2]?.split('$').at(-1) ?? '';

const propertiesOf = (value: unknown): Properties =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

// The engine is told our port, and never has to be reached from here; the library asks for its address all the same.
await main(provider, ['127.0.0.1:1']);
