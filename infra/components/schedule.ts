import * as aws from '@pulumi/aws';
import { ComponentResource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { LedgerFunction } from './ledger-function.ts';
import { physicalName } from './physical-name.ts';
import { ServiceRole } from './service-role.ts';

export type ScheduleOptions = {
  readonly logicalName: string;
  readonly configuration: Configuration;
  readonly target: LedgerFunction;
  /** Whole minutes; as often as the stack sweeps, where absent. */
  readonly everySeconds?: number;
};

/** Calls a function again and again. A call that fails is not repeated: the next one does its work. */
export class Schedule extends ComponentResource {
  constructor(name: string, { logicalName, configuration, target, everySeconds }: ScheduleOptions) {
    super('quipu:infra:Schedule', name);
    const scheduleName = physicalName(configuration.stack, logicalName);
    const role = new ServiceRole(
      `${name}-role`,
      { service: 'scheduler.amazonaws.com', roleName: `${scheduleName}-schedule` },
      { parent: this },
    );
    const grant = role.allow('call-function', [
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: target.arn },
    ]);
    new aws.scheduler.Schedule(
      `${name}-timer`,
      {
        name: scheduleName,
        scheduleExpression: rateOf((everySeconds ?? configuration.sweepEverySeconds) / 60),
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: target.arn,
          roleArn: role.arn,
          input: JSON.stringify({ schedule: logicalName }),
          retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        },
      },
      { parent: this, dependsOn: [grant] },
    );
    this.registerOutputs({});
  }
}

const rateOf = (minutes: number): string => `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;
