import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { factIdOf } from '../../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { entryOf, open, post, testLedger } from '../../../support/test-ledger.ts';
import { allIn, archivedFrom, foundIn } from './surveyed.ts';

const ledger = testLedger();
await open(ledger, 'bank');
await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
for (const amount of ['5.00', '7.00']) await post(ledger, amount, entryOf('bank', 'seller', amount));
const events = await allIn(ledger.eventStore);
const archived = archivedFrom(events);
const one = archived.find(({ streamId }) => streamId.includes('#J#'))?.factId ?? '';

const placeOf = ({ streamId, version }: Pick<StoredEvent, 'streamId' | 'version'>) => factIdOf(streamId, version);

const at = (place: string): StoredEvent => {
  const event = events.find((each) => placeOf(each) === place);
  if (event === undefined) throw new Error(`Nothing at ${place}`);
  return event;
};

/** What is found where one event is another than it was, and where there is no such event. */
const foundWith = (place: string, change: (event: StoredEvent) => Partial<StoredEvent>, archive = archived) =>
  foundIn(
    events.map((event) => (event === at(place) ? { ...event, ...change(event) } : event)),
    archive,
  );

const foundWithout = (place: string, archive = archived) =>
  foundIn(
    events.filter((event) => event !== at(place)),
    archive,
  );

const saying = (more: object) => (event: StoredEvent) => ({
  text: canonicalJson({ ...JSON.parse(event.text), ...more }),
});

describe('an event of an account that was changed', () => {
  const place = 'main#A#bank@2';
  const differs = `AccountEventDiffers ${place}: it is not what ${one} says`;

  it('is not what its fact says', () => {
    expect(foundWith(place, saying({ debits: '6.00' }))).toEqual([differs]);
  });

  it('breaks its chain where its link is another, or that of the version after', () => {
    const broken = (of: string) => `ChainBroken ${of}: it does not name the hash of the version before`;
    expect(foundWith(place, () => ({ hash: 'other' }))).toEqual([differs, broken('main#A#bank@3')]);
    expect(foundWith(place, saying({ previousHash: 'other' }))).toEqual([broken(place), differs]);
    expect(foundWith(place, saying({ previousHash: undefined }))).toEqual([differs]);
  });

  it('has other terms than the version before', () => {
    const differ = (of: string) => `TermsDiffer ${of}: status or floor changed without a fact`;
    expect(foundWith(place, saying({ status: 'frozen' }))).toEqual([differ(place), differ('main#A#bank@3')]);
    expect(foundWith('main#A#bank@3', saying({ floor: '1.00' }))).toEqual([differ('main#A#bank@3')]);
    expect(foundWith('main#A#bank@3', saying({ floor: undefined }))).toEqual([differ('main#A#bank@3')]);
  });

  it('names a fact that is nowhere', () => {
    const found = foundIn(
      events.filter((event) => placeOf(event) !== one),
      archived.filter(({ factId }) => factId !== one),
    );
    expect(found).toEqual([
      `ReferenceMissing ${place}: ${one} brought it about`,
      `ReferenceMissing main#A#seller@2: ${one} brought it about`,
    ]);
  });

  it('cannot be read where it is no JSON, and says why', () => {
    const [found, ...others] = foundWith(place, () => ({ text: 'none' }));
    expect(found).toMatch(/^Unreadable main#A#bank@2: Unexpected token .*JSON/);
    expect(others).toEqual([]);
  });
});

describe('a fact that was changed', () => {
  const differs = (place: string) => `FactDiffers ${place}: the archive has another text or hash`;

  it('is not what the archive has', () => {
    expect(foundWith('main#A#bank@1', saying({ name: 'Other' }))).toEqual([differs('main#A#bank@1')]);
    expect(foundWith(one, () => ({ hash: 'other' }))).toEqual([differs(one)]);
    expect(foundWith('main#A#bank@1', saying({ name: 'Other' }), [])).toEqual([]);
  });

  it('is none any more where it is not published, and so differs too', () => {
    expect(foundWith('main#A#bank@1', () => ({ published: false }))).toContain(differs('main#A#bank@1'));
  });

  it('cannot be read where it is no fact', () => {
    expect(foundWith('main#A#bank@1', () => ({ text: '{"type":"New","schemaVersion":1}' }), [])).toEqual([
      'Unreadable main#A#bank@1: No fact is called New here',
    ]);
  });
});

describe('a place that is claimed more than once', () => {
  const entry = archived.find(({ factId }) => factId === one);
  if (entry === undefined) throw new Error('No entry');
  const text = canonicalJson({ ...JSON.parse(entry.text), description: 'Other' });
  const other = { ...entry, text, hash: sha256(text) };
  // Another entry, whose postings are what the first says of the same versions.
  const elsewhere = {
    ...other,
    streamId: `${entry.streamId}X` as typeof entry.streamId,
    factId: `${entry.streamId}X@0`,
  };

  it('is contested where the archive has two texts of a fact that is gone', () => {
    const contested = `Contested ${one}: more than one fact claims it`;
    expect(foundWithout(one, [...archived, other])).toContain(contested);
    expect(foundWithout(one, archived)).toEqual([`FactMissing ${one}: it is archived <- archive ${one}`]);
  });

  it('is contested where two facts say that they moved an account to one version', () => {
    const both = [...archived, elsewhere];
    expect(foundIn(events, both)).toEqual([
      `Contested main#A#bank@2: ${one} ${elsewhere.factId}`,
      `Contested main#A#seller@2: ${one} ${elsewhere.factId}`,
      `FactMissing ${elsewhere.factId}: it is archived <- archive ${elsewhere.factId}`,
    ]);
    expect(foundWithout('main#A#bank@2', both)[0]).toBe('Contested main#A#bank@2: more than one fact claims it');
  });

  it('is contested where a fact says that it brought another fact about', () => {
    const opening = at('main#A#seller@1');
    const claim = canonicalJson({
      ...JSON.parse(text),
      postings: JSON.parse(text).postings.map((posting: object) => ({ ...posting, version: 1 })),
    });
    const claiming = { ...elsewhere, text: claim, hash: sha256(claim) };
    const contested = `Contested ${placeOf(opening)}: ${elsewhere.factId}`;
    expect(foundIn(events, [...archived, claiming])).toContain(contested);
    expect(foundWithout(placeOf(opening), [...archived, claiming])).toContain(
      `Contested ${placeOf(opening)}: more than one fact claims it`,
    );
  });
});
