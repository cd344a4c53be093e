import { describe, expect, it } from '@jest/globals';
import { accessDecision } from '../../../../infra/local/functions/access-decision.ts';
import type { Grants } from '../../../../infra/local/functions/worker-messages.ts';

const url = 'http://127.0.0.1:1';
const ledger = 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger';

const grants: Grants = {
  functionName: 'api',
  statements: [
    { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: ledger },
    { Effect: 'Deny', Action: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], Resource: ledger },
    {
      Effect: 'Allow',
      Action: 'states:SendTask*',
      Resource: 'arn:aws:states:eu-central-1:123456789012:stateMachine:two',
    },
  ],
  location: { region: 'eu-central-1', accountId: '123456789012' },
  machineArns: ['one', 'two'].map((name) => `arn:aws:states:eu-central-1:123456789012:stateMachine:${name}`),
  endpoints: { dynamodb: url, kinesis: url, sfn: url, s3: url, lambda: url },
  tables: {},
};

const call = (target: string, input: unknown) => ({ method: 'POST', path: '/', target, input });

const put = { Put: { TableName: 'ledger', Item: { pk: { S: 'a' }, sk: { N: '1' }, event: { S: 'x'.repeat(600) } } } };
const entry = call('DynamoDB_20120810.TransactWriteItems', { TransactItems: [put, put, put] });

describe('access decision', () => {
  it('finds nothing to refuse in what is allowed', () => {
    expect(accessDecision(grants)(entry)).toBeUndefined();
  });

  it('names the first part of a call that is not allowed', () => {
    const mixed = { TransactItems: [put, { Delete: { TableName: 'ledger' } }, { Update: { TableName: 'ledger' } }] };
    expect(accessDecision(grants)(call('DynamoDB_20120810.TransactWriteItems', mixed))).toEqual({
      action: 'dynamodb:DeleteItem',
      resource: ledger,
      context: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
    });
  });

  it('takes a task token for one of a machine that is allowed, if there is any', () => {
    const settled = call('AWSStepFunctions.SendTaskSuccess', { taskToken: 'opaque' });
    expect(accessDecision(grants)(settled)).toBeUndefined();
    expect(accessDecision({ ...grants, machineArns: grants.machineArns.slice(0, 1) })(settled)).toBeDefined();
    expect(accessDecision({ ...grants, machineArns: [] })(settled)).toBeDefined();
  });

  it('costs a call of usual size less than fifty microseconds', () => {
    const decide = accessDecision(grants);
    const body = JSON.stringify(entry.input);
    const rounds = Array.from({ length: 400 }, () => {
      const startedAt = performance.now();
      for (let time = 0; time < 10; time += 1) decide({ ...entry, input: JSON.parse(body) });
      return (performance.now() - startedAt) * 100;
    });
    // The median, in microseconds, because the machine may be busy with other tests.
    expect(rounds.sort((one, other) => one - other)[200]).toBeLessThan(50);
  });
});
