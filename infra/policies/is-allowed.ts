import { conditionHolds, type RequestContext } from './condition-holds.ts';
import { matchesPattern } from './matches-pattern.ts';
import type { PolicyStatement } from './policy-statement.ts';

/** One call to AWS as IAM sees it: `dynamodb:PutItem` on the ARN of a table, with what the call says about itself. */
export type AccessRequest = { readonly action: string; readonly resource: string; readonly context?: RequestContext };

/**
 * Whether IAM would allow the request to a role with these statements: some statement allows it, and none denies it.
 * Throws an Error for a condition operator that is not known here.
 */
export const isAllowed = (statements: readonly PolicyStatement[], request: AccessRequest): boolean => {
  const applicable = statements.filter((statement) => applies(statement, request));
  return applicable.length > 0 && applicable.every(({ Effect }) => Effect === 'Allow');
};

const applies = (statement: PolicyStatement, { action, resource, context = {} }: AccessRequest): boolean =>
  listed(statement.Action).some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) &&
  listed(statement.Resource).some((pattern) => matchesPattern(pattern, resource)) &&
  conditionLines(statement).every((line) => conditionHolds(line, context));

const conditionLines = ({ Condition = {} }: PolicyStatement) =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: listed(values) })),
  );

const listed = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
