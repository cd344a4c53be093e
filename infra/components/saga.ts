import * as aws from '@pulumi/aws';
import { ComponentResource, interpolate, type Output } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { Alarms } from './alarms.ts';
import type { Grantee } from './grant.ts';
import type { LedgerFunction } from './ledger-function.ts';
import { physicalName } from './physical-name.ts';
import { ServiceRole } from './service-role.ts';
import { tracing } from './tracing.ts';

export type SagaOptions = {
  readonly logicalName: string;
  readonly configuration: Configuration;
  /** The definition in Amazon States Language, with the function that carries out the steps in it. */
  readonly definition: Output<string>;
  readonly steps: LedgerFunction;
  readonly alarms: Alarms;
};

/** A standard state machine, which may call the function of its steps and nothing else. */
export class Saga extends ComponentResource {
  readonly machineArn: Output<string>;
  readonly #logicalName: string;
  readonly #executionArns: Output<string>;

  constructor(name: string, options: SagaOptions) {
    super('quipu:infra:Saga', name);
    this.#logicalName = options.logicalName;
    const machine = this.#declare(name, options);
    this.machineArn = machine.arn;
    this.#executionArns = machine.arn.apply((arn) => `${arn.replace(':stateMachine:', ':execution:')}:*`);
    options.alarms.watch({
      subject: `${options.logicalName}-executions-failed`,
      description: `An execution of ${options.logicalName} ended without an outcome that the saga knows.`,
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensions: { StateMachineArn: this.machineArn },
      statistic: 'Sum',
      threshold: 0,
    });
    this.registerOutputs({ machineArn: this.machineArn });
  }

  grantStart(grantee: Grantee): void {
    grantee.allow(`start-${this.#logicalName}`, [
      { Effect: 'Allow', Action: ['states:StartExecution'], Resource: this.machineArn },
    ]);
  }

  /** Asks whether an execution still runs. */
  grantWatch(grantee: Grantee): void {
    grantee.allow(`watch-${this.#logicalName}`, [
      { Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: this.#executionArns },
    ]);
  }

  /** Answers a step that waits with a task token. */
  grantAnswer(grantee: Grantee): void {
    grantee.allow(`answer-${this.#logicalName}`, [
      { Effect: 'Allow', Action: ['states:SendTaskSuccess'], Resource: this.machineArn },
    ]);
  }

  #declare(name: string, { logicalName, configuration, definition, steps }: SagaOptions) {
    const machineName = physicalName(configuration.stack, logicalName);
    const log = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      { name: `/aws/vendedlogs/states/${machineName}`, retentionInDays: configuration.logRetentionDays },
      { parent: this },
    );
    const role = new ServiceRole(
      `${name}-role`,
      { service: 'states.amazonaws.com', roleName: `${machineName}-machine` },
      { parent: this },
    );
    const grants = [
      role.allow('call-steps', [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: steps.arn }]),
      role.allow('write-log', [deliveringLogs, tracing, sampling]),
    ];
    return new aws.sfn.StateMachine(
      `${name}-machine`,
      {
        name: machineName,
        type: 'STANDARD',
        roleArn: role.arn,
        definition,
        loggingConfiguration: { level: 'ERROR', includeExecutionData: true, logDestination: interpolate`${log.arn}:*` },
        tracingConfiguration: { enabled: true },
      },
      { parent: this, dependsOn: grants },
    );
  }
}

/** Step Functions sets up the delivery of its log with calls that have no resources which a policy could name. */
const deliveringLogs = {
  Effect: 'Allow',
  Action: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  Resource: '*',
} as const;

const sampling = {
  Effect: 'Allow',
  Action: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  Resource: '*',
} as const;
