import { describe, expect, it } from '@jest/globals';
import { requestedAccess } from '../../../../infra/local/functions/requested-access.ts';
import type { Grants } from '../../../../infra/local/functions/worker-messages.ts';

const at = (service: string, rest: string): string => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const url = 'http://127.0.0.1:1';

const grants: Grants = {
  functionName: 'api',
  statements: [],
  location: { region: 'eu-central-1', accountId: '123456789012' },
  machineArns: [at('states', 'stateMachine:payout')],
  endpoints: { dynamodb: url, kinesis: url, sfn: url, s3: url, lambda: url },
  tables: {},
};

const json = (target: string, input: unknown) => requestedAccess({ method: 'POST', path: '/', target, input }, grants);

const rest = (method: string, path: string) =>
  requestedAccess({ method, path, target: undefined, input: undefined }, grants);

describe('access that a call asks for', () => {
  it('is the operation on the table', () => {
    expect(json('DynamoDB_20120810.UpdateItem', { TableName: 'ledger' })).toEqual([
      [{ action: 'dynamodb:UpdateItem', resource: at('dynamodb', 'table/ledger') }],
    ]);
  });

  it('is on the index, where a query reads one', () => {
    expect(json('DynamoDB_20120810.Query', { TableName: 'views', IndexName: 'open' })).toEqual([
      [{ action: 'dynamodb:Query', resource: at('dynamodb', 'table/views/index/open') }],
    ]);
  });

  it('is each action of a transaction, and says that it is in one', () => {
    const context = { 'dynamodb:EnclosingOperation': 'TransactWriteItems' };
    const TableName = 'ledger';
    const resource = at('dynamodb', 'table/ledger');
    const TransactItems = [
      { Put: { TableName } },
      { Update: { TableName } },
      { Delete: { TableName } },
      { ConditionCheck: { TableName } },
    ];
    expect(json('DynamoDB_20120810.TransactWriteItems', { TransactItems })).toEqual(
      ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((name) => [
        { action: `dynamodb:${name}`, resource, context },
      ]),
    );
  });

  it('is on each table of a batch', () => {
    expect(json('DynamoDB_20120810.BatchWriteItem', { RequestItems: { one: [], two: [] } })).toEqual([
      [{ action: 'dynamodb:BatchWriteItem', resource: at('dynamodb', 'table/one') }],
      [{ action: 'dynamodb:BatchWriteItem', resource: at('dynamodb', 'table/two') }],
    ]);
  });

  it('is on the stream, however it is named', () => {
    const wanted = [[{ action: 'kinesis:PutRecords', resource: at('kinesis', 'stream/facts') }]];
    expect(json('Kinesis_20131202.PutRecords', { StreamName: 'facts' })).toEqual(wanted);
    expect(json('Kinesis_20131202.PutRecords', { StreamARN: at('kinesis', 'stream/facts') })).toEqual(wanted);
  });

  it('is on the machine, the execution, or whichever machine a task token belongs to', () => {
    const machine = at('states', 'stateMachine:payout');
    const execution = at('states', 'execution:payout:one');
    expect(json('AWSStepFunctions.StartExecution', { stateMachineArn: machine })).toEqual([
      [{ action: 'states:StartExecution', resource: machine }],
    ]);
    expect(json('AWSStepFunctions.DescribeExecution', { executionArn: execution })).toEqual([
      [{ action: 'states:DescribeExecution', resource: execution }],
    ]);
    expect(json('AWSStepFunctions.SendTaskSuccess', { taskToken: 'opaque' })).toEqual([
      [{ action: 'states:SendTaskSuccess', resource: machine }],
    ]);
  });

  it.each([
    ['PUT', '/archive/a/b%20c?x-id=PutObject', 's3:PutObject', 'arn:aws:s3:::archive/a/b c'],
    ['GET', '/archive/a', 's3:GetObject', 'arn:aws:s3:::archive/a'],
    ['HEAD', '/archive/a', 's3:GetObject', 'arn:aws:s3:::archive/a'],
    ['DELETE', '/archive/a', 's3:DeleteObject', 'arn:aws:s3:::archive/a'],
    ['DELETE', '/archive/a?versionId=1', 's3:DeleteObjectVersion', 'arn:aws:s3:::archive/a'],
    ['GET', '/archive/../other', 's3:GetObject', 'arn:aws:s3:::archive/../other'],
    ['GET', '/archive?list-type=2', 's3:ListBucket', 'arn:aws:s3:::archive'],
    ['POST', '/2015-03-31/functions/saga/invocations', 'lambda:InvokeFunction', at('lambda', 'function:saga')],
  ])('of %s %s is %s', (method, path, action, resource) => {
    expect(rest(method, path)).toEqual([[{ action, resource }]]);
  });

  it('of a service that is not known is one that no statement names', () => {
    expect(json('AmazonSQS.SendMessage', {})).toEqual([[{ action: 'unknown:AmazonSQS.SendMessage', resource: '*' }]]);
  });
});
