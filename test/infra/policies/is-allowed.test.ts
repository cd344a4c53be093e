import { describe, expect, it } from '@jest/globals';
import { isAllowed } from '../../../infra/policies/is-allowed.ts';
import type { PolicyStatement } from '../../../infra/policies/policy-statement.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/quipu-dev-ledger';

const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: ['dynamodb:PutItem', 'dynamodb:Get*'],
  Resource: table,
  ...more,
});

const put = (context: Readonly<Record<string, string | readonly string[]>> = {}) => ({
  action: 'dynamodb:PutItem',
  resource: table,
  context,
});

describe('policy evaluation', () => {
  it('denies what no statement allows', () => {
    expect(isAllowed([], put())).toBe(false);
    expect(isAllowed([allow()], { action: 'dynamodb:UpdateItem', resource: table })).toBe(false);
    expect(isAllowed([allow()], { action: 'dynamodb:PutItem', resource: `${table}2` })).toBe(false);
  });

  it('allows what a statement allows, whatever the case of the action', () => {
    expect(isAllowed([allow()], put())).toBe(true);
    expect(isAllowed([allow()], { action: 'DynamoDB:putitem', resource: table })).toBe(true);
  });

  it('lets an explicit deny win, in any order', () => {
    const deny = allow({ Effect: 'Deny' });
    expect(isAllowed([allow(), deny], put())).toBe(false);
    expect(isAllowed([deny, allow()], put())).toBe(false);
  });

  it('reads `*` as any text and `?` as one character, and nothing else as a pattern', () => {
    expect(isAllowed([allow()], { action: 'dynamodb:GetRecords', resource: table })).toBe(true);
    expect(isAllowed([allow({ Resource: `${table}/index/*` })], { action: 'dynamodb:GetItem', resource: table })).toBe(
      false,
    );
    const numbered = allow({ Resource: 'bucket-?/a.b' });
    expect(isAllowed([numbered], { action: 'dynamodb:GetItem', resource: 'bucket-1/a.b' })).toBe(true);
    expect(isAllowed([numbered], { action: 'dynamodb:GetItem', resource: 'bucket-12/a.b' })).toBe(false);
    expect(isAllowed([numbered], { action: 'dynamodb:GetItem', resource: 'bucket-1/aXb' })).toBe(false);
  });

  it('throws for an operator that it does not know', () => {
    const odd = allow({ Condition: { NumericLessThan: { 's3:max-keys': '10' } } });
    expect(() => isAllowed([odd], put())).toThrow('NumericLessThan');
  });
});

describe('policy conditions', () => {
  const key = 'dynamodb:EnclosingOperation';
  const holds = (operator: string, values: string | readonly string[], context = {}): boolean =>
    isAllowed([allow({ Condition: { [operator]: { [key]: values } } })], put(context));
  const enclosed = { [key]: 'TransactWriteItems' };

  it('need the key where they say what it is', () => {
    expect(holds('StringEquals', 'TransactWriteItems', enclosed)).toBe(true);
    expect(holds('StringEquals', ['Other', 'TransactWriteItems'], enclosed)).toBe(true);
    expect(holds('StringEquals', 'TransactWriteItems')).toBe(false);
    expect(holds('StringLike', 'Transact*', enclosed)).toBe(true);
    expect(holds('StringLike', 'Transact*')).toBe(false);
  });

  it('hold for an absent key where they say what it is not', () => {
    expect(holds('StringNotEquals', 'TransactWriteItems')).toBe(true);
    expect(holds('StringNotEquals', 'TransactWriteItems', enclosed)).toBe(false);
    expect(holds('StringNotLike', 'Transact*', enclosed)).toBe(false);
    expect(holds('StringNotLike', 'Transact*', { [key]: 'Batch' })).toBe(true);
  });

  it('hold for an absent key where they end in IfExists', () => {
    expect(holds('StringEqualsIfExists', 'TransactWriteItems')).toBe(true);
    expect(holds('StringEqualsIfExists', 'TransactWriteItems', { [key]: 'BatchWriteItem' })).toBe(false);
  });

  it('compare several values as their quantifier says', () => {
    const both = { [key]: ['a', 'b'] };
    expect(holds('ForAnyValue:StringEquals', 'a', both)).toBe(true);
    expect(holds('ForAllValues:StringEquals', 'a', both)).toBe(false);
    expect(holds('ForAllValues:StringEquals', ['a', 'b', 'c'], both)).toBe(true);
    expect(holds('ForAnyValue:StringEquals', 'a')).toBe(false);
    expect(holds('ForAllValues:StringEquals', 'a')).toBe(true);
  });

  it('tell whether a key is there', () => {
    expect(holds('Null', 'true')).toBe(true);
    expect(holds('Null', 'false')).toBe(false);
    expect(holds('Null', 'false', enclosed)).toBe(true);
    expect(holds('Bool', 'TRUE', { [key]: 'true' })).toBe(true);
    expect(holds('ArnLike', 'arn:*', { [key]: 'arn:aws' })).toBe(true);
  });

  it('all have to hold', () => {
    const statement = allow({ Condition: { StringEquals: { [key]: 'x', 'aws:SecureTransport': 'true' } } });
    expect(isAllowed([statement], put({ [key]: 'x' }))).toBe(false);
    expect(isAllowed([statement], put({ [key]: 'x', 'aws:securetransport': 'true' }))).toBe(true);
  });
});
