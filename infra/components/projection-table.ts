import * as aws from '@pulumi/aws';
import { ComponentResource, type Output, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { Grantee, StreamSource } from './grant.ts';
import { physicalName } from './physical-name.ts';

export type ProjectionTableOptions = {
  readonly logicalName: string;
  readonly configuration: Configuration;
  readonly key: EncryptionKey;
  /** Whether rows can wait in queues: index `open`, which holds only rows that do. */
  readonly queues?: boolean;
  /** Whether a function is told of its changes. */
  readonly followed?: boolean;
};

/** A table of rows that can be made again, or that someone has to come back to: the projection store's. */
export class ProjectionTable extends ComponentResource implements StreamSource {
  readonly tableName: Output<string>;
  readonly sourceArn: Output<string>;
  readonly #logicalName: string;
  readonly #key: EncryptionKey;
  readonly #resources: readonly Output<string>[];

  constructor(name: string, options: ProjectionTableOptions) {
    super('quipu:infra:ProjectionTable', name);
    const table = new aws.dynamodb.Table(`${name}-table`, tableOf(options), {
      parent: this,
      protect: options.configuration.protect,
    });
    this.#logicalName = options.logicalName;
    this.#key = options.key;
    this.#resources = options.queues
      ? [table.arn, table.arn.apply((arn) => `${arn}/index/${queueIndex}`)]
      : [table.arn];
    this.tableName = table.name;
    this.sourceArn = table.streamArn;
    this.registerOutputs({ tableName: this.tableName });
  }

  grantRead(grantee: Grantee): void {
    grantee.allow(`read-${this.#logicalName}`, [{ Effect: 'Allow', Action: reading, Resource: this.#resources }]);
    this.#key.grantUseThrough('dynamodb', grantee);
  }

  /** Reads too: rows are read, folded and written back under the revision that was read. */
  grantWrite(grantee: Grantee): void {
    grantee.allow(`write-${this.#logicalName}`, [
      { Effect: 'Allow', Action: [...reading, ...writing], Resource: this.#resources },
    ]);
    this.#key.grantUseThrough('dynamodb', grantee);
  }

  grantFollow(grantee: Grantee): readonly Resource[] {
    const follow = grantee.allow(`follow-${this.#logicalName}`, [
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        Resource: this.sourceArn,
      },
    ]);
    return [follow, this.#key.grantUseThrough('dynamodb', grantee)];
  }
}

const queueIndex = 'open';
const reading = ['dynamodb:Query', 'dynamodb:BatchGetItem'];
const writing = ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

const text = (name: string) => ({ name, type: 'S' });

const tableOf = ({
  logicalName,
  configuration,
  key,
  queues,
  followed,
}: ProjectionTableOptions): aws.dynamodb.TableArgs => ({
  name: physicalName(configuration.stack, logicalName),
  billingMode: 'PAY_PER_REQUEST',
  hashKey: 'pk',
  rangeKey: 'sk',
  attributes: queues ? ['pk', 'sk', 'open', 'due'].map(text) : ['pk', 'sk'].map(text),
  ...(queues && { globalSecondaryIndexes: [openIndex] }),
  ...(followed && { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' }),
  pointInTimeRecovery: { enabled: configuration.pointInTimeRecovery },
  serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
  deletionProtectionEnabled: configuration.protect,
});

const openIndex = { name: queueIndex, hashKey: 'open', rangeKey: 'due', projectionType: 'ALL' };
