import * as aws from '@pulumi/aws';
import {
  ComponentResource,
  type ComponentResourceOptions,
  jsonStringify,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import type { GrantedStatement, Grantee } from './grant.ts';

/** A role that one AWS service may take on, with the policies that components grant to it and no others. */
export class ServiceRole extends ComponentResource implements Grantee {
  readonly roleName: string;
  readonly arn: Output<string>;
  readonly #name: string;
  readonly #role: aws.iam.Role;

  constructor(
    name: string,
    { service, roleName }: { readonly service: string; readonly roleName: string },
    options: ComponentResourceOptions,
  ) {
    super('quipu:infra:ServiceRole', name, {}, options);
    this.#name = name;
    this.roleName = roleName;
    this.#role = new aws.iam.Role(
      `${name}-identity`,
      {
        name: roleName,
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
        }),
      },
      { parent: this },
    );
    this.arn = this.#role.arn;
    this.registerOutputs({ arn: this.arn });
  }

  readonly allow = (purpose: string, statements: readonly GrantedStatement[]): Resource =>
    new aws.iam.RolePolicy(
      `${this.#name}-${purpose}`,
      { name: purpose, role: this.#role.name, policy: jsonStringify({ Version: '2012-10-17', Statement: statements }) },
      { parent: this },
    );
}
