import * as aws from '@pulumi/aws';
import { ComponentResource, type Input, interpolate, type Output, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { Grantee } from './grant.ts';
import { PrivateBucket } from './private-bucket.ts';

/** The bucket of records that a function could not process, with their whole bodies, until someone decides on them. */
export class ParkedRecords extends ComponentResource {
  readonly url: Output<string>;
  readonly bucketName: Output<string>;
  readonly bucketArn: Output<string>;
  readonly #key: EncryptionKey;

  constructor(
    name: string,
    options: {
      readonly configuration: Configuration;
      readonly accountId: Input<string>;
      readonly key: EncryptionKey;
    },
  ) {
    super('quipu:infra:ParkedRecords', name);
    const { configuration, accountId, key } = options;
    const bucket = new PrivateBucket(
      `${name}-bucket`,
      { logicalName: 'parked', configuration, accountId, objectLock: false, keyArn: key.arn, forbidden: [] },
      { parent: this },
    );
    this.#key = key;
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.arn;
    this.url = interpolate`s3://${this.bucketName}/parked`;
    this.#expire(name, configuration.parkedRetentionDays);
    this.registerOutputs({ url: this.url });
  }

  /** For the function and for its mapping, which parks under `aws/lambda` and looks for the bucket first. */
  grantPark(grantee: Grantee): readonly Resource[] {
    const park = grantee.allow('park-records', [
      {
        Effect: 'Allow',
        Action: ['s3:PutObject'],
        Resource: [interpolate`${this.bucketArn}/parked/*`, interpolate`${this.bucketArn}/aws/lambda/*`],
      },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.bucketArn },
    ]);
    return [park, this.#key.grantUseThrough('s3', grantee)];
  }

  /** Counts what is parked, and reads none of it. */
  grantCount(grantee: Grantee): void {
    grantee.allow('count-parked-records', [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.bucketArn }]);
  }

  #expire(name: string, days: number): void {
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-expiry`,
      {
        bucket: this.bucketName,
        rules: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: { prefix: '' },
            expiration: { days },
            noncurrentVersionExpiration: { noncurrentDays: days },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { parent: this },
    );
  }
}
