import type { Archive } from '../../domain/ports/archive.ts';
import type { FactPublisher } from '../../domain/ports/fact-publisher.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import { CommandFailed } from '../command-failed.ts';
import { outgoingFacts } from './outgoing-facts.ts';
import { type ParkedObject, parkedObjectOf } from './parked-object.ts';

const namesPerPage = 1_000;

/** Everything in the bucket of parked records that can be read as such, oldest names first. */
export const listParked = async (archive: Archive): Promise<readonly ParkedObject[]> => {
  const found: ParkedObject[] = [];
  let names: readonly string[];
  let after: string | undefined;
  do {
    names = await archive.list('', after, namesPerPage);
    for (const name of names) found.push(...(await readIfParked(archive, name)));
    after = names.at(-1);
  } while (names.length === namesPerPage);
  return found;
};

const readIfParked = async (archive: Archive, name: string): Promise<readonly ParkedObject[]> => {
  const text = await archive.read(name);
  const parked = text === undefined ? undefined : parkedObjectOf(name, text);
  return parked === undefined ? [] : [parked];
};

/** One parked object and its text. Throws CommandFailed where there is none of that name, or it is something else. */
export const readParked = async (
  archive: Archive,
  id: string,
): Promise<{ readonly parked: ParkedObject; readonly text: string }> => {
  const text = await archive.read(id);
  if (text === undefined) throw new CommandFailed(`Nothing is parked under ${id}.`);
  const parked = parkedObjectOf(id, text);
  if (parked === undefined) throw new CommandFailed(`${id} is no parked record.`);
  return { parked, text };
};

/**
 * Puts what is parked back on the fact stream, then removes it: interrupted in between it is delivered twice, which
 * changes nothing. Answers how many facts went out. Throws CommandFailed, and removes nothing, where the stream does
 * not take them.
 */
export const replayParked = async (
  id: string,
  { archive, publisher, now }: { readonly archive: Archive; readonly publisher: FactPublisher; readonly now: Instant },
): Promise<number> => {
  const { parked } = await readParked(archive, id);
  const facts = outgoingFacts(parked, now);
  const unsent = await publisher.publish(facts);
  if (unsent.length > 0) throw new CommandFailed(`The fact stream did not take ${unsent.length} of ${facts.length}.`);
  await archive.remove(id);
  return facts.length;
};
