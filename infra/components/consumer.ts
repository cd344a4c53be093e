import * as aws from '@pulumi/aws';
import { ComponentResource, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { Alarms } from './alarms.ts';
import type { StreamSource } from './grant.ts';
import { LedgerFunction, type LedgerFunctionOptions } from './ledger-function.ts';
import type { ParkedRecords } from './parked-records.ts';

export type ConsumerOptions = {
  readonly lambda: LedgerFunctionOptions;
  readonly source: StreamSource;
  readonly parked: ParkedRecords;
  readonly alarms: Alarms;
  /** Event filter patterns; a record is passed on if one matches, or if there are none. */
  readonly filters?: readonly object[];
};

/** A function that is fed from a stream, on its own: what it cannot process never stops another consumer. */
export class Consumer extends ComponentResource {
  readonly function: LedgerFunction;

  constructor(name: string, { lambda, source, parked, alarms, filters = [] }: ConsumerOptions) {
    super('quipu:infra:Consumer', name);
    this.function = new LedgerFunction(`${name}-function`, lambda, { parent: this });
    const grants = [...source.grantFollow(this.function), ...parked.grantPark(this.function)];
    new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      {
        functionName: this.function.arn,
        eventSourceArn: source.sourceArn,
        ...delivery(lambda.configuration),
        destinationConfig: { onFailure: { destinationArn: parked.bucketArn } },
        ...(filters.length > 0 && {
          filterCriteria: { filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })) },
        }),
      },
      { parent: this, dependsOn: mutable(grants) },
    );
    alarms.watchIteratorAge(lambda.logicalName, this.function.functionName);
    alarms.watchErrors(lambda.logicalName, this.function.functionName);
    this.registerOutputs({});
  }
}

const delivery = ({ retryAttemptsMaximum, recordAgeMaximumSeconds }: Configuration) => ({
  // LATEST may miss what arrives while the mapping is being made.
  startingPosition: 'TRIM_HORIZON',
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: retryAttemptsMaximum,
  maximumRecordAgeInSeconds: recordAgeMaximumSeconds,
  functionResponseTypes: ['ReportBatchItemFailures'],
});

const mutable = (resources: readonly Resource[]): Resource[] => [...resources];
