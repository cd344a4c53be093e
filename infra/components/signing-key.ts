import * as aws from '@pulumi/aws';
import { ComponentResource, interpolate, type Output } from '@pulumi/pulumi';
import type { Configuration } from '../configuration.ts';
import type { Grantee } from './grant.ts';
import { physicalName } from './physical-name.ts';

/**
 * The key that signs the checkpoints of the audit logs. Its private half never leaves KMS. What it signed stays
 * verifiable when it is gone, because its public half is in the archive.
 */
export class SigningKey extends ComponentResource {
  readonly url: Output<string>;
  readonly #arn: Output<string>;

  constructor(name: string, { stack, protect }: Configuration) {
    super('quipu:infra:SigningKey', name);
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: `Signs the audit logs of Quipu, stack ${stack}`,
        customerMasterKeySpec: 'ECC_NIST_EDWARDS25519',
        keyUsage: 'SIGN_VERIFY',
        deletionWindowInDays: 30,
      },
      { parent: this, protect },
    );
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${physicalName(stack, 'audit-log')}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.#arn = key.arn;
    this.url = interpolate`kms:${key.keyId}`;
    this.registerOutputs({ url: this.url });
  }

  /** Lets the grantee sign as checkpoints are signed, and read the public half. */
  grantSign(grantee: Grantee): void {
    grantee.allow('sign-audit-log', [
      {
        Effect: 'Allow',
        Action: ['kms:Sign'],
        Resource: this.#arn,
        Condition: { StringEquals: { 'kms:SigningAlgorithm': 'ED25519_SHA_512' } },
      },
      { Effect: 'Allow', Action: ['kms:GetPublicKey'], Resource: this.#arn },
    ]);
  }
}
