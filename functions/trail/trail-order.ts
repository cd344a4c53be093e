import { PermanentFailure } from '../../domain/shared/failures.ts';

/** What the state machine asks of the trail function. */
export type TrailOrder = { readonly trailId: string };

/** Reads what the state machine sent. Throws PermanentFailure where it is no order of it. */
export const parseTrailOrder = (payload: unknown): TrailOrder => {
  const { trailId } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof trailId !== 'string' || !/^trl_[0-9A-Z]{26}$/.test(trailId))
    throw new PermanentFailure('The state machine sent something that is no order to make a trail');
  return { trailId };
};
