import type { asset } from '@pulumi/pulumi';
import * as z from 'zod';
import type { PolicyStatement } from '../../policies/policy-statement.ts';
import type { DeclaredFunction } from '../declared-stack.ts';
import type { ResourceReader } from './resource-reader.ts';

/** The functions with what their roles may do. `code` gives the folders, which are only known a moment later. */
export const readFunctions = async (reader: ResourceReader): Promise<readonly DeclaredFunction[]> => {
  const roles = reader.all('aws:iam/role:Role', z.object({ name: z.string(), arn: z.string() }));
  const statementsOf = readStatements(reader);
  const functions = reader.all('aws:lambda/function:Function', functionShape);
  return Promise.all(
    functions.map(async ({ state }) => {
      const role = roles.find(({ state: { arn } }) => arn === state.role);
      if (role === undefined) throw new Error(`The role of ${state.name} is not declared.`);
      return {
        name: state.name,
        arn: state.arn,
        codeFolder: String(await state.code.path),
        handler: state.handler,
        timeoutSeconds: state.timeout,
        memoryMegabytes: state.memorySize,
        environment: state.environment.variables,
        statements: statementsOf(role.state.name),
      };
    }),
  );
};

/** `arn:aws:lambda:region:account:function:name`, alone or within an address to invoke it by. */
export const functionNameIn = (text: string): string => {
  const name = /:function:([A-Za-z0-9_-]+)/.exec(text)?.[1];
  if (name === undefined) throw new Error(`${text} does not name a function.`);
  return name;
};

const readStatements = (reader: ResourceReader): ((roleName: string) => readonly PolicyStatement[]) => {
  const policies = reader.all('aws:iam/rolePolicy:RolePolicy', z.object({ role: z.string(), policy: z.string() }));
  return (roleName) =>
    policies
      .filter(({ state: { role } }) => role === roleName)
      .flatMap(({ state: { policy } }) => policyShape.parse(JSON.parse(policy)).Statement);
};

const isFileArchive = (value: unknown): value is asset.FileArchive =>
  typeof value === 'object' && value !== null && 'path' in value;

const functionShape = z.object({
  name: z.string(),
  arn: z.string(),
  role: z.string(),
  code: z.custom<asset.FileArchive>(isFileArchive, 'is not a folder'),
  handler: z.string(),
  runtime: z.literal('nodejs24.x'),
  timeout: z.number(),
  memorySize: z.number(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
});

const texts = z.union([z.string(), z.array(z.string()).readonly()]);

const policyShape = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().exactOptional(),
      Effect: z.enum(['Allow', 'Deny']),
      Action: texts,
      Resource: texts,
      Condition: z.record(z.string(), z.record(z.string(), texts)).exactOptional(),
    }),
  ),
});
