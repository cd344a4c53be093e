import { type AccountId, parseAccountId } from '../../domain/accounts/account.ts';
import { accountsOfRejectionMaximum, rejectionOf } from '../../domain/facts/request-rejected.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { derivedId } from '../runtime/derived-id.ts';
import type { Problem } from './problem.ts';
import type { Order } from './route.ts';
import type { ApiServices } from './services.ts';
import { statusOf } from './status-of.ts';

/** A request that was refused, and why. */
export type RefusedOrder = {
  readonly operationId: string;
  readonly order: Omit<Order<unknown>, 'dryRun'>;
  readonly problem: Problem;
};

/**
 * Writes that a rule refused a request, as a fact of its own, before the caller hears of it; once, however often the
 * same request is refused for the same reason. What could not be read, or was not allowed, or found nothing there is no
 * business of the ledger's rules and is not written. A refusal that cannot be written is answered all the same, and
 * counted: the trail may lack that somebody was told no, but nobody is told to try again what will never be allowed.
 */
export const keepRefusal = async (
  { operationId, order, problem }: RefusedOrder,
  { ledger: { eventStore, clock, digest }, onRefusalLost }: Pick<ApiServices, 'ledger' | 'onRefusalLost'>,
): Promise<void> => {
  if (!isRefusalByRule(problem)) return;
  const { origin, key, fingerprint, id, body } = order;
  const { code } = problem;
  const operation = JSON.stringify([operationId, code, fingerprint]);
  const rejectionId = derivedId('rej', { ledger: origin.ledger, operation, key });
  const refused = {
    rejectionId,
    operation: operationId,
    code,
    fingerprint,
    ...(subjectPattern.test(id) ? { subject: id } : {}),
    accountIds: accountsIn(body),
  };
  const head = eventStore.beginning(streamIdOf(origin.ledger, 'rejection', rejectionId));
  try {
    // A conflict means that it is written already.
    await eventStore.append([rejectionOf(refused, head, { origin, now: clock.now(), digest })]);
  } catch (failure) {
    onRefusalLost(failure);
  }
};

const isRefusalByRule = ({ code }: Problem): boolean => statusOf[code] === 409 || statusOf[code] === 422;

const subjectPattern = /^[A-Za-z0-9_:-]{1,100}$/;

const accountsIn = (body: unknown): readonly AccountId[] =>
  [...new Set(namedIn(body).flatMap((text) => parseAccountId(text) ?? []))].slice(0, accountsOfRejectionMaximum);

// Wherever a body names accounts, the property is called so.
const namedIn = (body: unknown): readonly string[] => {
  if (Array.isArray(body)) return body.flatMap(namedIn);
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (typeof value === 'string') return /^(a|.+A)ccountId$/.test(name) ? [value] : [];
    return name === 'metadata' ? [] : namedIn(value);
  });
};
