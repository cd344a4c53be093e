import * as aws from '@pulumi/aws';
import { ComponentResource, type Input } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import { physicalName } from './physical-name.ts';

type Statistic = 'Sum' | 'Maximum' | 'Minimum';
type WhenMissing = 'breaching' | 'notBreaching';

/** Something that has gone wrong once `metricName`, over five minutes, is above `threshold`. */
export type Watch = {
  readonly subject: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
  readonly statistic: Statistic;
  readonly threshold: number;
  /** Whether it is wrong that there is no metric; it is not where absent. */
  readonly whenMissing?: WhenMissing;
};

/** Tells the people who run the ledger what they have to look at. Where alarms are off, it shows and stays silent. */
export class Alarms extends ComponentResource {
  readonly #name: string;
  readonly #configuration: Configuration;
  readonly #topic: aws.sns.Topic;

  constructor(name: string, configuration: Configuration) {
    super('quipu:infra:Alarms', name);
    this.#name = name;
    this.#configuration = configuration;
    this.#topic = new aws.sns.Topic(
      `${name}-topic`,
      { name: physicalName(configuration.stack, 'alarms') },
      { parent: this },
    );
    if (configuration.alarmEmail !== undefined) {
      new aws.sns.TopicSubscription(
        `${name}-email`,
        { topic: this.#topic.arn, protocol: 'email', endpoint: configuration.alarmEmail },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }

  watch(watch: Watch): void {
    new aws.cloudwatch.MetricAlarm(
      `${this.#name}-${watch.subject}`,
      {
        name: physicalName(this.#configuration.stack, watch.subject),
        alarmDescription: watch.description,
        namespace: watch.namespace,
        metricName: watch.metricName,
        dimensions: { ...watch.dimensions },
        statistic: watch.statistic,
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: 'GreaterThanThreshold',
        threshold: watch.threshold,
        // No metric is no news: a function that nobody called has no errors.
        treatMissingData: watch.whenMissing ?? 'notBreaching',
        actionsEnabled: this.#configuration.alarms,
        alarmActions: [this.#topic.arn],
        okActions: [this.#topic.arn],
      },
      { parent: this },
    );
  }

  /** A metric that the functions write themselves, in namespace `Quipu`, one value for each stack. */
  watchOwn(
    metricName: string,
    {
      statistic = 'Sum',
      ...watch
    }: Pick<Watch, 'threshold' | 'description' | 'whenMissing'> & { readonly statistic?: Statistic },
  ): void {
    this.watch({
      ...watch,
      subject: metricName,
      namespace: 'Quipu',
      metricName,
      dimensions: { Stack: this.#configuration.stack },
      statistic,
    });
  }

  watchErrors(logicalName: string, functionName: string): void {
    this.watch({
      subject: `${logicalName}-errors`,
      description: `The function ${functionName} fails. What it could not process is retried; see its log.`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: functionName },
      statistic: 'Sum',
      threshold: 0,
    });
  }

  watchIteratorAge(logicalName: string, functionName: string): void {
    this.watch({
      subject: `${logicalName}-iterator-age`,
      description: `The function ${functionName} is more than five minutes behind what happened.`,
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensions: { FunctionName: functionName },
      statistic: 'Maximum',
      threshold: 300_000,
    });
  }
}
