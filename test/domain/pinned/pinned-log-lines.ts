import { particularsOf } from '../../../domain/audit/particulars.ts';
import { linesOfSegment, segmentOf } from '../../../domain/audit/sequence.ts';
import type { DeliveredFact } from '../../../domain/projections/projection.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { tellPinned } from './pinned-story.ts';

/** The facts of the pinned story, in the order in which they were recorded. */
export const pinnedFacts = async (): Promise<readonly DeliveredFact[]> => {
  const facts = (await publishedIn((await tellPinned()).eventStore)).map(deliveredFact);
  return facts.toSorted((one, other) => one.fact.recordedAt.localeCompare(other.fact.recordedAt));
};

/** Those facts as they are archived, line by line. */
export const pinnedLogLines = async (): Promise<readonly string[]> => {
  const facts = (await pinnedFacts()).map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) }));
  return linesOfSegment(1, segmentOf(1, facts, sha256).body);
};
