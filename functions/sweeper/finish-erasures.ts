import { isErased } from '../../domain/facts/subject-key-facts.ts';
import { instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { log } from '../runtime/log.ts';
import { subjectKeyHead } from '../runtime/subject-key-head.ts';
import type { SweepDependencies } from './sweep.ts';

/** Erasures that one sweep looks at; the next one goes on. */
export const erasuresMaximum = 100;

/** An erasure that no fact followed for so long was given up, in milliseconds; no request lives that long. */
export const abandonedAfter = 60 * 60_000;

/** Destroys the keys whose erasure is a fact, where whoever wrote it did not come to that. */
export const finishErasures = async ({ ledger, keys, clock }: SweepDependencies): Promise<void> => {
  const abandoned = instantOf(millisecondsOf(clock.now()) - abandonedAfter);
  const announced = await keys.announced(erasuresMaximum);
  let destroyed = 0;
  for (const each of announced)
    if (isErased(await subjectKeyHead(ledger, each))) {
      await keys.destroy(each);
      destroyed += 1;
    } else if (each.announcedAt < abandoned) await keys.withdraw(each);
  if (destroyed > 0) log.warn('erasures were finished', { destroyed });
};
