import { factsOfSegment, linesOfSegment, segmentName, textName } from '../../domain/audit/sequence.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { origin } from './test-ledger.ts';

/**
 * The archive of a ledger as its reader sees it: each fact's id and text, in the order of their places. Fails the
 * test where a place is missing or given twice, or where there is an object that the sequence does not lead to.
 */
export const archivedFacts = async (archive: Archive, ledger = origin.ledger): Promise<readonly string[]> => {
  const names = await archive.list(`facts/${ledger}/`, undefined, 1_000);
  const facts: string[] = [];
  let first = 1;
  for (const name of names) {
    if (name !== segmentName(ledger, first)) throw new Error(`${name} is where ${segmentName(ledger, first)} belongs`);
    const body = (await archive.read(name)) ?? '';
    for (const fact of factsOfSegment(first, body)) {
      const text = 'data' in fact ? canonicalJson(fact.data) : await archive.read(textName(ledger, fact.textHash));
      facts.push(`${fact.factId} ${text}`);
    }
    first += linesOfSegment(first, body).length;
  }
  return facts;
};
