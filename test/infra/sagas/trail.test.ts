import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { trailMachine } from '../../../infra/sagas/trail-machine.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:quipu-test-trail';
const machine = trailMachine({ functionArn, timeoutSeconds: 900 });

describe('the state machine of trails', () => {
  // Renewed by: node test/infra/sagas/write-golden.ts
  it('is the golden one, so that a review shows what deploys', () => {
    const golden = readFileSync(new URL('trail.golden.json', import.meta.url), 'utf8');
    expect(JSON.parse(golden)).toEqual(machine);
  });

  it('is valid Amazon States Language', () => {
    expect(validate(structuredClone(machine))).toMatchObject({ isValid: true });
  });

  it('tries again what failed for a passing reason, and nothing else', () => {
    expect(machine.States['MakeTrail']).toMatchObject({
      Retry: [
        { ErrorEquals: ['PermanentFailure', 'InvariantViolation'], MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'NotMade' }],
    });
  });

  it('carries nothing but the id of the trail and an answer', () => {
    expect(machine.States['MakeTrail']).toMatchObject({
      Parameters: { Payload: { 'trailId.$': '$.trailId' } },
      ResultSelector: { 'code.$': '$.Payload.code' },
    });
  });
});
