import * as aws from '@pulumi/aws';
import { ComponentResource, type Output, type Resource } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { Grantee } from './grant.ts';
import { physicalName } from './physical-name.ts';

/** The key that encrypts the tables, the fact stream and the parked records. It is the user's own, and is rotated. */
export class EncryptionKey extends ComponentResource {
  readonly arn: Output<string>;
  readonly #region = aws.getRegionOutput().region;
  readonly #granted = new Map<string, Resource>();

  constructor(name: string, { stack, protect }: Configuration) {
    super('quipu:infra:EncryptionKey', name);
    const key = new aws.kms.Key(
      `${name}-key`,
      { description: `Data of Quipu, stack ${stack}`, enableKeyRotation: true, deletionWindowInDays: 30 },
      { parent: this, protect },
    );
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${physicalName(stack, 'data')}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets the grantee read and write what `service` encrypts with this key, and do nothing else with the key. */
  grantUseThrough(service: 'dynamodb' | 'kinesis' | 's3', grantee: Grantee): Resource {
    const purpose = `use-key-through-${service}`;
    const earlier = this.#granted.get(`${grantee.roleName} ${purpose}`);
    if (earlier !== undefined) return earlier;
    const grant = grantee.allow(purpose, [
      {
        Effect: 'Allow',
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: this.arn,
        Condition: {
          StringEquals: { 'kms:ViaService': this.#region.apply((region) => `${service}.${region}.amazonaws.com`) },
        },
      },
    ]);
    this.#granted.set(`${grantee.roleName} ${purpose}`, grant);
    return grant;
  }
}
