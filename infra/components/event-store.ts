import * as aws from '@pulumi/aws';
import { ComponentResource, jsonStringify, type Output, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { GrantedStatement, Grantee, StreamSource } from './grant.ts';
import { physicalName } from './physical-name.ts';

/** The append-only table of all events. Events are added to it inside DynamoDB transactions, and never changed. */
export class EventStore extends ComponentResource implements StreamSource {
  readonly tableName: Output<string>;
  readonly sourceArn: Output<string>;
  readonly #tableArn: Output<string>;
  readonly #key: EncryptionKey;

  constructor(name: string, configuration: Configuration, key: EncryptionKey) {
    super('quipu:infra:EventStore', name);
    const table = ledgerTable(this, name, configuration, key);
    this.#key = key;
    this.#tableArn = table.arn;
    this.tableName = table.name;
    this.sourceArn = table.streamArn;
    // Bound to the table, so it also stops roles that this program has never heard of, and administrators.
    new aws.dynamodb.ResourcePolicy(
      `${name}-policy`,
      {
        resourceArn: table.arn,
        policy: jsonStringify({
          Version: '2012-10-17',
          Statement: rewriting(table.arn).map((statement) => ({ ...statement, Principal: '*' })),
        }),
      },
      { parent: this },
    );
    this.registerOutputs({ tableName: this.tableName });
  }

  /** New events, inside a DynamoDB transaction. */
  grantAppend(grantee: Grantee): void {
    grantee.allow('append-events', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem'],
        Resource: this.#tableArn,
        Condition: { StringEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } },
      },
    ]);
    this.#key.grantUseThrough('dynamodb', grantee);
  }

  /** Events by their key; never all of them. */
  grantRead(grantee: Grantee): void {
    grantee.allow('read-events', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:Query'],
        Resource: this.#tableArn,
      },
    ]);
    this.#key.grantUseThrough('dynamodb', grantee);
  }

  grantFollow(grantee: Grantee): readonly Resource[] {
    const follow = grantee.allow('follow-events', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        Resource: this.sourceArn,
      },
    ]);
    return [follow, this.#key.grantUseThrough('dynamodb', grantee)];
  }

  /** Nobody may change or remove an event, whatever else the role is granted by mistake, now or later. */
  forbidRewriting(grantee: Grantee): void {
    grantee.allow('never-rewrite-events', rewriting(this.#tableArn));
  }
}

const rewriting = (tableArn: Output<string>): readonly GrantedStatement[] => [
  {
    Effect: 'Deny',
    Action: [
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
      'dynamodb:PartiQLSelect',
    ],
    Resource: tableArn,
  },
  {
    Effect: 'Deny',
    Action: ['dynamodb:PutItem'],
    Resource: tableArn,
    // A put outside a DynamoDB transaction has no enclosing operation, and this holds for an absent key too.
    Condition: { StringNotEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } },
  },
];

const ledgerTable = (parent: EventStore, name: string, configuration: Configuration, key: EncryptionKey) =>
  new aws.dynamodb.Table(
    `${name}-table`,
    {
      name: physicalName(configuration.stack, 'ledger'),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'N' },
      ],
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      pointInTimeRecovery: { enabled: configuration.pointInTimeRecovery },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: configuration.protect,
    },
    { parent, protect: configuration.protect },
  );
