import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { factIdOf, partsOf } from '../../../../domain/shared/stream-id.ts';
import { tellPinned } from '../../pinned/pinned-story.ts';
import { allIn, archivedFrom, foundIn } from './surveyed.ts';

const events = await allIn((await tellPinned()).eventStore);
const archived = archivedFrom(events);

const placeOf = ({ streamId, version }: StoredEvent): string => factIdOf(streamId, version);
const isOfAccount = ({ streamId }: StoredEvent): boolean => partsOf(streamId).kind === 'account';
const typeOf = ({ text }: StoredEvent): string => JSON.parse(text).type;

/** The first and the last event of each type. */
const ofEachType = [...Map.groupBy(events, typeOf).values()].flatMap((each) => [
  ...new Set([...each.slice(0, 1), ...each.slice(-1)]),
]);

/** What is found where one of those is lost alone; left out where that is nothing. */
const foundWithoutEach = (archive: typeof archived): readonly string[] =>
  ofEachType.flatMap((lost) => {
    const found = foundIn(
      events.filter((event) => event !== lost),
      archive,
    );
    return found.length === 0 ? [] : [`Without ${placeOf(lost)}`, ...found.map((line) => `  ${line}`)];
  });

const foundWithout = (isLost: (event: StoredEvent) => boolean, archive: typeof archived = []): readonly string[] =>
  foundIn(
    events.filter((event) => !isLost(event)),
    archive,
  );

describe('a table', () => {
  it('that lost nothing is whole, with and without an archive', () => {
    expect(foundIn(events)).toEqual([]);
    expect(foundIn(events, archived)).toEqual([]);
    expect(foundIn([])).toEqual([]);
  });

  it('that lost one event tells which, and what it can be made from without an archive', () => {
    expect(foundWithoutEach([])).toMatchSnapshot();
  });

  it('that lost one event has every fact in the archive', () => {
    expect(foundWithoutEach(archived)).toMatchSnapshot();
  });

  it('that lost all but its archive has everything but requests made again', () => {
    expect(foundIn([], archived)).toMatchSnapshot();
  });

  it('that lost what facts did to accounts has all of it in the facts', () => {
    expect(foundWithout((event) => isOfAccount(event) && !event.published)).toMatchSnapshot();
  });

  it('that lost its accounts knows what moved them, and not on which terms', () => {
    const found = foundWithout(isOfAccount);
    expect(found.filter((line) => line.includes(' <- '))).toEqual([]);
    expect(found).toMatchSnapshot();
  });

  it('that lost all captures gives the places that are free to the entries, as they were recorded', () => {
    expect(foundWithout((event) => typeOf(event) === 'HoldCaptured')).toMatchSnapshot();
  });

  it('that lost its entries has captures which no entry explains', () => {
    const isLost = (event: StoredEvent) => /^(JournalEntryPosted|HoldCaptured)$/.test(typeOf(event));
    expect(foundWithout(isLost)).toMatchSnapshot();
  });
});
