import * as aws from '@pulumi/aws';
import { ComponentResource, interpolate, type Output } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { Grantee } from './grant.ts';
import { physicalName } from './physical-name.ts';

/**
 * The keys that personal data is sealed with, in a table of their own, and the key of KMS that wraps them, where no
 * file does. The table has no stream and cannot be restored: a key that can be brought back is not destroyed.
 */
export class SubjectKeys extends ComponentResource {
  readonly tableName: Output<string>;
  readonly wrappingUrl: Output<string>;
  readonly #tableArn: Output<string>;
  readonly #tableKey: EncryptionKey;
  /** Undefined where a file wraps. */
  readonly #wrappingArn: Output<string> | undefined;

  constructor(name: string, configuration: Configuration, tableKey: EncryptionKey) {
    super('quipu:infra:SubjectKeys', name);
    const table = keysTable(this, name, { configuration, tableKey });
    this.#tableArn = table.arn;
    this.#tableKey = tableKey;
    this.tableName = table.name;
    const { wrappingKeyFile } = configuration;
    const wrapping = wrappingKeyFile === undefined ? wrappingKey(this, name, configuration) : undefined;
    this.#wrappingArn = wrapping?.arn;
    this.wrappingUrl = wrapping === undefined ? interpolate`${wrappingKeyFile}` : interpolate`kms:${wrapping.keyId}`;
    this.registerOutputs({ tableName: this.tableName });
  }

  /** Makes, reads and destroys keys. One function may: whoever has this can open what was sealed. */
  grantSeal(grantee: Grantee): void {
    grantee.allow('keep-subject-keys', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        Resource: this.#tableArn,
      },
    ]);
    this.#tableKey.grantUseThrough('dynamodb', grantee);
    if (this.#wrappingArn === undefined) return;
    grantee.allow('wrap-subject-keys', [
      {
        Effect: 'Allow',
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Resource: this.#wrappingArn,
        Condition: { Null: { 'kms:EncryptionContext:ledger': 'false' } },
      },
    ]);
  }

  /** Destroys keys that it cannot unwrap, and finds those that are to be destroyed. */
  grantDestroy(grantee: Grantee): void {
    grantee.allow('destroy-subject-keys', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:DeleteItem'],
        Resource: this.#tableArn,
      },
    ]);
    this.#tableKey.grantUseThrough('dynamodb', grantee);
  }
}

type TableOptions = { readonly configuration: Configuration; readonly tableKey: EncryptionKey };

const keysTable = (parent: SubjectKeys, name: string, { configuration, tableKey }: TableOptions) =>
  new aws.dynamodb.Table(
    `${name}-table`,
    {
      name: physicalName(configuration.stack, 'keys'),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
      ],
      pointInTimeRecovery: { enabled: false },
      serverSideEncryption: { enabled: true, kmsKeyArn: tableKey.arn },
      deletionProtectionEnabled: configuration.protect,
    },
    { parent, protect: configuration.protect },
  );

const wrappingKey = (parent: SubjectKeys, name: string, { stack, protect }: Configuration) => {
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      description: `Wraps the keys of subjects of Quipu, stack ${stack}`,
      keyUsage: 'ENCRYPT_DECRYPT',
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    },
    { parent, protect },
  );
  new aws.kms.Alias(
    `${name}-alias`,
    { name: `alias/${physicalName(stack, 'subject-keys')}`, targetKeyId: key.keyId },
    { parent },
  );
  return key;
};
