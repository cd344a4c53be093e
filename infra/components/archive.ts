import * as aws from '@pulumi/aws';
import { ComponentResource, type Input, interpolate, type Output } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { Grantee } from './grant.ts';
import { PrivateBucket } from './private-bucket.ts';

/**
 * The bucket of everything that audit has put in order: written once, under Object Lock. S3's own key encrypts it,
 * because whoever can delete a key could otherwise destroy what the lock is there to keep.
 */
export class Archive extends ComponentResource {
  readonly url: Output<string>;
  readonly bucketName: Output<string>;
  readonly #bucket: PrivateBucket;

  constructor(name: string, configuration: Configuration, accountId: Input<string>) {
    super('quipu:infra:Archive', name);
    this.#bucket = new PrivateBucket(
      `${name}-bucket`,
      { logicalName: 'archive', configuration, accountId, objectLock: true, forbidden: [replacing, removing] },
      { parent: this },
    );
    this.bucketName = this.#bucket.bucketName;
    this.url = interpolate`s3://${this.bucketName}/facts`;
    new aws.s3.BucketObjectLockConfiguration(
      `${name}-lock`,
      {
        bucket: this.bucketName,
        rule: {
          defaultRetention: { mode: configuration.archiveRetentionMode, years: configuration.archiveRetentionYears },
        },
      },
      { parent: this },
    );
    this.registerOutputs({ url: this.url });
  }

  /** Adds objects and reads them back. Nobody is ever granted a removal. */
  grantWrite(grantee: Grantee): void {
    grantee.allow('write-archive', [
      {
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:GetObject'],
        Resource: interpolate`${this.#bucket.arn}/facts/*`,
      },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.#bucket.arn },
    ]);
  }

  /** Reads what trails are made of, and adds them and what came of each. */
  grantMakeTrails(grantee: Grantee): void {
    grantee.allow('make-trails', [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['log', 'texts', 'trails'].map((folder) => interpolate`${this.#bucket.arn}/facts/${folder}/*`),
      },
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: interpolate`${this.#bucket.arn}/facts/trails/*` },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.#bucket.arn },
    ]);
  }

  /** Notes that a trail was asked for, and reads what came of it. Who may not list is not told what is not there. */
  grantAskTrails(grantee: Grantee): void {
    grantee.allow('ask-trails', [
      {
        Effect: 'Allow',
        Action: ['s3:PutObject'],
        Resource: interpolate`${this.#bucket.arn}/facts/trails/requests/*`,
      },
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: interpolate`${this.#bucket.arn}/facts/trails/*` },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.#bucket.arn },
    ]);
  }

  /** Reads the segments of facts, and the texts that are apart. */
  grantReadFacts(grantee: Grantee): void {
    grantee.allow('read-facts', [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['facts', 'texts'].map((folder) => interpolate`${this.#bucket.arn}/facts/${folder}/*`),
      },
    ]);
  }

  /** Learns that an object is not there: who may not list is told that it may not read it. */
  grantMissObjects(grantee: Grantee): void {
    grantee.allow('miss-objects', [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.#bucket.arn }]);
  }

  /** Reads the logs: entries, tiles and checkpoints. */
  grantReadLogs(grantee: Grantee): void {
    grantee.allow('read-logs', [
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: interpolate`${this.#bucket.arn}/facts/log/*` },
    ]);
  }
}

const replacing = {
  Sid: 'OnlyWrittenOnce',
  Action: ['s3:PutObject'],
  Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
};

const removing = {
  Sid: 'NeverRemoved',
  Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
};
