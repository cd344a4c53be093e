import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { declaredProduction, evaluationMilliseconds, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
beforeAll(async () => {
  production = await declaredProduction();
}, evaluationMilliseconds);

describe('every role', () => {
  type Statement = { readonly Action: readonly string[]; readonly Resource: string | readonly string[] };
  const statements = (): readonly Statement[] =>
    statesOf(production, 'iam/rolePolicy:RolePolicy').flatMap(({ policy }) => JSON.parse(String(policy)).Statement);

  it('names its actions, one by one', () => {
    for (const { Action } of statements()) for (const action of Action) expect(action).not.toMatch(/[*?]/);
  });

  it('names its resources, except for calls that AWS defines without one', () => {
    const everywhere = statements().filter(({ Resource }) => Resource === '*');
    expect([...new Set(everywhere.flatMap(({ Action }) => Action))].toSorted()).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('leaves open only which object, which execution or which log stream of its own it is', () => {
    const open = statements()
      .flatMap(({ Resource }) => Resource)
      .filter((resource) => resource !== '*' && /[*?]/.test(resource));
    const expected =
      /^arn:aws:(s3:::quipu-prod-[a-z]+-\d+\/[a-z/]+|states:.*:execution:quipu-prod-(payout|trail)|logs:.*:log-stream)[:/]?\*$/;
    expect(open.length).toBeGreaterThan(0);
    for (const resource of open) expect(resource).toMatch(expected);
  });

  it('fits into what IAM allows for inline policies', () => {
    const sizes = new Map<unknown, number>();
    for (const { role, policy } of statesOf(production, 'iam/rolePolicy:RolePolicy')) {
      sizes.set(role, (sizes.get(role) ?? 0) + String(policy).length);
    }
    expect(Math.max(...sizes.values())).toBeLessThan(10_240);
  });
});
