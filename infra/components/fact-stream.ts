import * as aws from '@pulumi/aws';
import { ComponentResource, type Output, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { Grantee, StreamSource } from './grant.ts';
import { physicalName } from './physical-name.ts';

/** The stream on which every published fact reaches its consumers. */
export class FactStream extends ComponentResource implements StreamSource {
  readonly streamName: Output<string>;
  readonly sourceArn: Output<string>;
  readonly #key: EncryptionKey;

  constructor(name: string, configuration: Configuration, key: EncryptionKey) {
    super('quipu:infra:FactStream', name);
    const stream = new aws.kinesis.Stream(
      `${name}-stream`,
      {
        name: physicalName(configuration.stack, 'facts'),
        streamModeDetails: { streamMode: 'PROVISIONED' },
        shardCount: configuration.factShards,
        retentionPeriod: configuration.factRetentionHours,
        encryptionType: 'KMS',
        kmsKeyId: key.arn,
      },
      { parent: this, protect: configuration.protect },
    );
    this.#key = key;
    this.streamName = stream.name;
    this.sourceArn = stream.arn;
    this.registerOutputs({ streamName: this.streamName });
  }

  grantPublish(grantee: Grantee): void {
    grantee.allow('publish-facts', [{ Effect: 'Allow', Action: ['kinesis:PutRecords'], Resource: this.sourceArn }]);
    this.#key.grantUseThrough('kinesis', grantee);
  }

  grantFollow(grantee: Grantee): readonly Resource[] {
    const follow = grantee.allow('follow-facts', [
      {
        Effect: 'Allow',
        Action: [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
        ],
        Resource: this.sourceArn,
      },
    ]);
    return [follow, this.#key.grantUseThrough('kinesis', grantee)];
  }
}
