import { type AccessRequest, isAllowed } from '../../policies/is-allowed.ts';
import { type OutgoingCall, requestedAccess } from './requested-access.ts';
import type { Grants } from './worker-messages.ts';

/** Answers the first request that a call makes and IAM does not allow; undefined if it may go out. */
export type AccessDecision = (call: OutgoingCall) => AccessRequest | undefined;

/** How many answers are kept; a function asks for few different things, except where a resource is an object's key. */
const keptMaximum = 10_000;

/**
 * Decides by a function's declared statements. Answers are kept, because a call must not become dearer by being
 * checked.
 */
export const accessDecision = (grants: Grants): AccessDecision => {
  const kept = new Map<string, boolean>();
  const allows = (request: AccessRequest): boolean => {
    const key = `${request.action} ${request.resource} ${request.context?.['dynamodb:EnclosingOperation'] ?? ''}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= keptMaximum) kept.clear();
    const allowed = isAllowed(grants.statements, request);
    kept.set(key, allowed);
    return allowed;
  };
  return (call) => {
    const refused = requestedAccess(call, grants).find((alternatives) => !alternatives.some(allows));
    return refused === undefined ? undefined : (refused[0] ?? { action: 'unknown', resource: '*' });
  };
};
