import * as aws from '@pulumi/aws';
import {
  asset,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { GrantedStatement, Grantee } from './grant.ts';
import { physicalName } from './physical-name.ts';
import { ServiceRole } from './service-role.ts';
import { tracing } from './tracing.ts';

export type LedgerFunctionOptions = {
  /** Names the function in AWS, and the folder of its source and of its bundle. */
  readonly logicalName: string;
  readonly configuration: Configuration;
  /** The folder of the bundle. */
  readonly codeFolder: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, Input<string>>>;
  /** What every function has where absent: the stack's memory, and 512 MB of files that do not last. */
  readonly memoryMegabytes?: number;
  readonly filesMegabytes?: number;
};

/** A Lambda function with a role, a log group and an environment of its own. */
export class LedgerFunction extends ComponentResource implements Grantee {
  readonly roleName: string;
  readonly functionName: string;
  readonly arn: Output<string>;
  readonly invokeArn: Output<string>;
  readonly #role: ServiceRole;

  constructor(name: string, options: LedgerFunctionOptions, resourceOptions: ComponentResourceOptions = {}) {
    super('quipu:infra:LedgerFunction', name, {}, resourceOptions);
    this.functionName = physicalName(options.configuration.stack, options.logicalName);
    this.roleName = this.functionName;
    this.#role = new ServiceRole(
      `${name}-role`,
      { service: 'lambda.amazonaws.com', roleName: this.roleName },
      { parent: this },
    );
    const lambda = this.#declare(name, options);
    this.arn = lambda.arn;
    this.invokeArn = lambda.invokeArn;
    this.registerOutputs({ arn: this.arn });
  }

  readonly allow = (purpose: string, statements: readonly GrantedStatement[]): Resource =>
    this.#role.allow(purpose, statements);

  /** Lets the grantee call the function and wait for its answer. */
  grantInvoke(grantee: Grantee): void {
    grantee.allow('call-function', [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: this.arn }]);
  }

  #declare(name: string, { configuration, codeFolder, timeoutSeconds, environment, ...size }: LedgerFunctionOptions) {
    const log = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      { name: `/aws/lambda/${this.functionName}`, retentionInDays: configuration.logRetentionDays },
      { parent: this },
    );
    const writeLog = this.allow('write-log', [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: log.arn.apply((arn) => `${arn}:log-stream:*`),
      },
      tracing,
    ]);
    return new aws.lambda.Function(
      `${name}-lambda`,
      {
        name: this.functionName,
        role: this.#role.arn,
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        code: new asset.FileArchive(codeFolder),
        memorySize: size.memoryMegabytes ?? configuration.memoryMegabytes,
        ...(size.filesMegabytes === undefined ? {} : { ephemeralStorage: { size: size.filesMegabytes } }),
        timeout: timeoutSeconds,
        environment: { variables: { QUIPU_STACK: configuration.stack, ...environment } },
        tracingConfig: { mode: 'Active' },
        // The functions write JSON themselves; Lambda's JSON format would wrap it, and no metric would be found in it.
        loggingConfig: { logFormat: 'Text', logGroup: log.name },
      },
      // Lambda makes a log group that keeps everything for ever, if it finds none.
      { parent: this, dependsOn: [log, writeLog] },
    );
  }
}
