import type { DeclaredStack } from './declared-stack.ts';

/** The AWS region and account that the declared ARNs name, so that the engines answer with the same ones. */
export type StackLocation = { readonly region: string; readonly accountId: string };

/**
 * Reads the location off a declared ARN. A stack that declares neither function, table nor stream has a made-up one.
 */
export const stackLocation = ({ functions, tables, streams }: DeclaredStack): StackLocation => {
  const [declared] = [...functions, ...tables, ...streams];
  const [, , , region = 'eu-central-1', accountId = '000000000000'] = declared?.arn.split(':') ?? [];
  return { region, accountId };
};
