import * as aws from '@pulumi/aws';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import { physicalName } from './physical-name.ts';

export type PrivateBucketOptions = {
  readonly logicalName: string;
  readonly configuration: Configuration;
  /** Names of buckets are shared by all of AWS, so the account's number is part of them. */
  readonly accountId: Input<string>;
  readonly objectLock: boolean;
  /** The key that encrypts the objects; S3's own where absent. */
  readonly keyArn?: Output<string>;
  /** What nobody may do to the bucket's objects. */
  readonly forbidden: readonly ForbiddenDeed[];
};

export type ForbiddenDeed = {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A bucket that is encrypted, versioned, closed to the public and reached over TLS only. */
export class PrivateBucket extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly arn: Output<string>;

  constructor(name: string, options: PrivateBucketOptions, resourceOptions: ComponentResourceOptions) {
    super('quipu:infra:PrivateBucket', name, {}, resourceOptions);
    const { stack, protect } = options.configuration;
    const bucket = new aws.s3.Bucket(
      `${name}-objects`,
      {
        bucket: interpolate`${physicalName(stack, options.logicalName)}-${options.accountId}`,
        objectLockEnabled: options.objectLock,
        forceDestroy: !protect,
      },
      { parent: this, protect },
    );
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.#close(name);
    this.#keep(name, options.keyArn);
    this.#forbid(name, options.forbidden);
    this.registerOutputs({ bucketName: this.bucketName });
  }

  #close(name: string): void {
    new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: this.bucketName,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: this.bucketName, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      { parent: this },
    );
  }

  #keep(name: string, keyArn: Output<string> | undefined): void {
    new aws.s3.BucketVersioning(
      `${name}-versions`,
      { bucket: this.bucketName, versioningConfiguration: { status: 'Enabled' } },
      { parent: this },
    );
    const encryption =
      keyArn === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn };
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket: this.bucketName,
        rules: [{ applyServerSideEncryptionByDefault: encryption, bucketKeyEnabled: keyArn !== undefined }],
      },
      { parent: this },
    );
  }

  #forbid(name: string, forbidden: readonly ForbiddenDeed[]): void {
    const resources = [this.arn, interpolate`${this.arn}/*`];
    const withoutTls = {
      Sid: 'OnlyOverTls',
      Action: ['s3:*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    new aws.s3.BucketPolicy(
      `${name}-policy`,
      {
        bucket: this.bucketName,
        policy: jsonStringify({
          Version: '2012-10-17',
          Statement: [
            { ...withoutTls, Effect: 'Deny', Principal: '*', Resource: resources },
            ...forbidden.map((deed) => ({ ...deed, Effect: 'Deny', Principal: '*', Resource: resources[1] })),
          ],
        }),
      },
      { parent: this },
    );
  }
}
