import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DeclaredFunction, DeclaredStack } from '../../../infra/local/declared-stack.ts';
import { readDeclaredStack } from '../../../infra/local/evaluate/read-declared-stack.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { isAllowed } from '../../../infra/policies/is-allowed.ts';
import type { PolicyStatement } from '../../../infra/policies/policy-statement.ts';
import { declaredProduction, evaluationMilliseconds, functionNames, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
let declared: DeclaredStack;
beforeAll(async () => {
  production = await declaredProduction();
  declared = await readDeclaredStack(production.resources, { stack: 'prod', outputs: production.outputs });
}, evaluationMilliseconds);

const enclosed = { 'dynamodb:EnclosingOperation': 'TransactWriteItems' };
const tableArn = (logicalName: string): string =>
  `arn:aws:dynamodb:us-east-1:000000000000:table/quipu-prod-${logicalName}`;
const archived = 'arn:aws:s3:::quipu-prod-archive-000000000000/facts/1';

const functionOf = (logicalName: string): DeclaredFunction => {
  const found = declared.functions.find(({ name }) => name === `quipu-prod-${logicalName}`);
  if (found === undefined) throw new Error(`There is no function ${logicalName}.`);
  return found;
};

/** The functions, by their logical names, that may do this. */
const whoMay = (action: string, resource: string, context = {}): readonly string[] =>
  functionNames.filter((name) => isAllowed(functionOf(name).statements, { action, resource, context }));

const everythingAllowed: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('the event store', () => {
  const rewriting = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'];

  it.each(rewriting)('lets no function do %s, not even one that may do everything', (operation) => {
    const action = `dynamodb:${operation}`;
    expect(whoMay(action, tableArn('ledger'))).toEqual([]);
    expect(whoMay(action, tableArn('ledger'), enclosed)).toEqual([]);
    for (const name of functionNames) {
      const statements = [...functionOf(name).statements, everythingAllowed];
      expect(isAllowed(statements, { action, resource: tableArn('ledger') })).toBe(false);
    }
  });

  it('takes events inside a DynamoDB transaction only, from the functions that decide', () => {
    expect(whoMay('dynamodb:PutItem', tableArn('ledger'))).toEqual([]);
    expect(whoMay('dynamodb:PutItem', tableArn('ledger'), { 'dynamodb:EnclosingOperation': 'BatchWriteItem' })).toEqual(
      [],
    );
    expect(whoMay('dynamodb:PutItem', tableArn('ledger'), enclosed)).toEqual([
      'api',
      'audit',
      'bank',
      'fraud',
      'saga',
      'sweeper',
    ]);
    for (const name of functionNames) {
      const statements = [...functionOf(name).statements, everythingAllowed];
      expect(isAllowed(statements, { action: 'dynamodb:PutItem', resource: tableArn('ledger') })).toBe(false);
    }
  });

  it('is read by key, and scanned by no function', () => {
    expect(whoMay('dynamodb:Query', tableArn('ledger'))).toEqual([
      'api',
      'audit',
      'auditor',
      'bank',
      'fraud',
      'saga',
      'sweeper',
    ]);
    expect(whoMay('dynamodb:Scan', tableArn('ledger'))).toEqual([]);
  });

  it('is deleted, restored or given away by no function', () => {
    for (const operation of ['DeleteTable', 'UpdateTable', 'RestoreTableFromBackup', 'PutResourcePolicy']) {
      expect(whoMay(`dynamodb:${operation}`, tableArn('ledger'))).toEqual([]);
    }
  });
});

describe('the projections', () => {
  it.each([
    ['views', ['balance']],
    ['risk', ['api', 'fraud']],
    ['audit', ['audit']],
    ['auditor', ['auditor']],
    ['bank', ['bank', 'saga']],
    ['tasks', ['api', 'bank', 'saga']],
  ])('%s is written by %j alone', (table, writers) => {
    expect(whoMay('dynamodb:PutItem', tableArn(table))).toEqual(writers);
    expect(whoMay('dynamodb:DeleteItem', tableArn(table))).toEqual(writers);
    expect(whoMay('dynamodb:UpdateItem', tableArn(table))).toEqual([]);
  });

  it('are read by those who show them or act on them', () => {
    expect(whoMay('dynamodb:Query', tableArn('views'))).toEqual(['api', 'auditor', 'balance', 'sweeper']);
    expect(whoMay('dynamodb:Query', `${tableArn('views')}/index/open`)).toEqual([
      'api',
      'auditor',
      'balance',
      'sweeper',
    ]);
    expect(whoMay('dynamodb:BatchGetItem', tableArn('risk'))).toEqual(['api', 'auditor', 'fraud', 'saga']);
    expect(whoMay('dynamodb:BatchGetItem', tableArn('audit'))).toEqual(['api', 'audit', 'auditor']);
    expect(whoMay('dynamodb:Query', tableArn('auditor'))).toEqual(['api', 'auditor']);
  });
});

describe('the archive', () => {
  it('is added to and read by audit alone', () => {
    expect(whoMay('s3:PutObject', archived)).toEqual(['audit']);
    expect(whoMay('s3:GetObject', archived)).toEqual(['audit']);
  });

  it.each([
    'DeleteObject',
    'DeleteObjectVersion',
    'PutObjectRetention',
    'BypassGovernanceRetention',
    'PutObjectLegalHold',
  ])('allows no function %s', (operation) => {
    expect(whoMay(`s3:${operation}`, archived)).toEqual([]);
  });
});

describe('functions', () => {
  it('are called by no other function, but audit by the API, which has logs closed', () => {
    const calledBy = functionNames.map((name) => [name, whoMay('lambda:InvokeFunction', functionOf(name).arn)]);
    expect(calledBy.filter(([, callers]) => callers?.length !== 0)).toEqual([['audit', ['api']]]);
  });
});

describe('the payout saga', () => {
  const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:quipu-prod-payout';
  const execution = 'arn:aws:states:us-east-1:000000000000:execution:quipu-prod-payout:trf_1';

  it('is started by those who take or find transfers, and answered by those who hear from the rail', () => {
    expect(whoMay('states:StartExecution', machine)).toEqual(['api', 'sweeper']);
    expect(whoMay('states:DescribeExecution', execution)).toEqual(['sweeper']);
    expect(whoMay('states:GetExecutionHistory', execution)).toEqual([]);
    expect(whoMay('states:SendTaskSuccess', machine)).toEqual(['api', 'bank', 'saga']);
    expect(whoMay('states:SendTaskFailure', machine)).toEqual([]);
    expect(whoMay('states:StopExecution', execution)).toEqual([]);
  });

  it('may call the function of its steps and no other', () => {
    const statements = statesOf(production, 'iam/rolePolicy:RolePolicy')
      .filter(({ role }) => role === 'quipu-prod-payout-machine')
      .flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
    const callable = declared.functions.filter(({ arn }) =>
      isAllowed(statements, { action: 'lambda:InvokeFunction', resource: arn }),
    );
    expect(callable.map(({ name }) => name)).toEqual(['quipu-prod-saga']);
  });
});

describe('facts', () => {
  const facts = 'arn:aws:kinesis:us-east-1:000000000000:stream/quipu-prod-facts';

  it('are published by the relay and the sweeper, and followed by the consumers', () => {
    expect(whoMay('kinesis:PutRecords', facts)).toEqual(['relay', 'sweeper']);
    expect(whoMay('kinesis:GetRecords', facts)).toEqual(['audit', 'balance', 'fraud']);
  });

  it('that cannot be processed are parked by those who are fed, and read back by no function', () => {
    const parked = 'arn:aws:s3:::quipu-prod-parked-000000000000';
    expect(whoMay('s3:PutObject', `${parked}/parked/1`)).toEqual(['audit', 'balance', 'bank', 'fraud', 'relay']);
    expect(whoMay('s3:GetObject', `${parked}/parked/1`)).toEqual([]);
    expect(whoMay('s3:ListBucket', parked)).toEqual(['api', 'audit', 'balance', 'bank', 'fraud', 'relay']);
  });
});
