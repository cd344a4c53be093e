import { isObject } from '../is-object.ts';

/** The tables that the input of a DynamoDB call names, by name or ARN; none where it names none. */
export const tableNamesOf = (input: unknown): readonly string[] => {
  if (!isObject(input)) return [];
  const { TableName, StreamArn, ResourceArn, RequestItems, TransactItems } = input;
  const named = [TableName, StreamArn, ResourceArn, ...keysOf(RequestItems), ...partsOf(TransactItems)];
  return named.filter((name) => typeof name === 'string').map(plainName);
};

const keysOf = (requests: unknown): readonly string[] => (isObject(requests) ? Object.keys(requests) : []);

const partsOf = (parts: unknown): readonly unknown[] =>
  (Array.isArray(parts) ? parts : [])
    .filter(isObject)
    .flatMap((part) => Object.values(part).map((request) => (isObject(request) ? request['TableName'] : undefined)));

const plainName = (name: string): string => /^arn:[^/]*:table\/([^/]+)/.exec(name)?.[1] ?? name;
