import { allRoutes } from '../../../../functions/api/all-routes.ts';
import { codesOf } from '../../../../functions/api/openapi/common-codes.ts';
import type { Operation } from '../../../../functions/api/operation.ts';
import { problemSchema } from '../../../../functions/api/schemas/problem-answer.ts';
import { type ProblemCode, statusOf } from '../../../../functions/api/status-of.ts';
import type { Got } from './api-under-test.ts';

const patternOf = ({ path }: Operation): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

/** Fails the test where an answer is not what the OpenAPI document says of its operation. */
export const mustBeAsDescribed = (method: string, address: string, { status, headers, body }: Got): void => {
  const path = address.split('?')[0] ?? '';
  const operation = allRoutes
    .map((route) => route.operation)
    .find((one) => one.method === method && patternOf(one).test(path));
  if (operation === undefined) return;
  if (headers['x-request-id'] !== 'request-1') throw new Error('An answer has no X-Request-Id');
  if (status < 400) mustBeAnswer(operation, status, body);
  else mustBeProblem(operation, status, { headers, body });
};

const mustBeProblem = (
  operation: Operation,
  status: number,
  { headers, body }: Pick<Got, 'headers' | 'body'>,
): void => {
  const { code } = problemSchema.parse(body);
  if (headers['content-type'] !== 'application/problem+json') throw new Error(`${code} is no problem document`);
  if (statusOf[code as ProblemCode] !== status) throw new Error(`${code} came with ${status}`);
  if (!codesOf(operation).includes(code as ProblemCode)) throw new Error(`${operation.id} does not tell of ${code}`);
};

const mustBeAnswer = (operation: Operation, status: number, body: Got['body']): void => {
  operation.answer.parse(body);
  const expected = body['dryRun'] === true ? 200 : operation.status;
  if (status !== expected) throw new Error(`${operation.id} came with ${status} instead of ${expected}`);
};
