import type { AccessRequest } from '../../policies/is-allowed.ts';
import { isObject } from '../is-object.ts';
import type { StackLocation } from '../stack-location.ts';

type Input = Readonly<Record<string, unknown>>;

/** What IAM has to allow for an operation of DynamoDB, given its input; a transaction asks for each of its actions. */
export const dynamodbAccess = (operation: string, input: Input, location: StackLocation): readonly AccessRequest[] => {
  const arnOf = (table: unknown): string => tableArn(table, location);
  switch (operation) {
    case 'TransactWriteItems':
      return partsAccess(input, operation, arnOf);
    case 'TransactGetItems':
      return partsAccess(input, operation, arnOf);
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const tables = isObject(input['RequestItems']) ? Object.keys(input['RequestItems']) : [];
      return tables.map((table) => ({ action: `dynamodb:${operation}`, resource: arnOf(table) }));
    }
    default: {
      const table = arnOf(input['TableName'] ?? '*');
      const index = input['IndexName'];
      const resource = typeof index === 'string' ? `${table}/index/${index}` : table;
      return [
        {
          action: `dynamodb:${operation}`,
          resource: typeof input['StreamArn'] === 'string' ? input['StreamArn'] : resource,
        },
      ];
    }
  }
};

const actionOf: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Get: 'dynamodb:GetItem',
};

const partsAccess = (input: Input, operation: string, arnOf: (table: unknown) => string): readonly AccessRequest[] => {
  const parts: unknown = input['TransactItems'];
  const context = { 'dynamodb:EnclosingOperation': operation };
  return (Array.isArray(parts) ? parts : []).filter(isObject).flatMap((part) =>
    Object.entries(part).map(([kind, request]) => ({
      action: actionOf[kind] ?? `dynamodb:${kind}`,
      resource: arnOf(isObject(request) ? request['TableName'] : '*'),
      context,
    })),
  );
};

const tableArn = (table: unknown, { region, accountId }: StackLocation): string => {
  const name = String(table);
  return name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
};
