import type { Input, Output, Resource } from '@pulumi/pulumi';

/** A statement of a policy whose resources are not known before they exist. */
export type GrantedStatement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string>>>>>;
};

/**
 * Something with a role of its own. The component that owns a resource grants access to it; `purpose` names the policy
 * and is used once for each role. What is returned has to exist before anyone relies on the access.
 */
export type Grantee = {
  readonly roleName: string;
  readonly allow: (purpose: string, statements: readonly GrantedStatement[]) => Resource;
};

/** A stream that a function can be fed from. Answers the grants which the mapping has to wait for. */
export type StreamSource = {
  readonly sourceArn: Output<string>;
  readonly grantFollow: (grantee: Grantee) => readonly Resource[];
};
