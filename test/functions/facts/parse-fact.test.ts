import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseFact } from '../../../functions/facts/parse-fact.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/events/${name}.json`), 'utf8'));

const permanent = (message: RegExp) =>
  expect.objectContaining({ name: 'PermanentFailure', message: expect.stringMatching(message) });

describe('a fact', () => {
  it('of the first version of journal entries counts its value on its effective date', () => {
    const written = fixture('JournalEntryPosted.v1');
    expect(parseFact('JournalEntryPosted', 1, written)).toEqual({
      ...written,
      schemaVersion: 3,
      valueDate: written.effectiveDate,
    });
  });

  it('is not read as another version than the one it was written with', () => {
    expect(() => parseFact('JournalEntryPosted', 2, fixture('JournalEntryPosted.v1'))).toThrow(
      permanent(/schemaVersion/),
    );
    expect(() => parseFact('JournalEntryPosted', 1, fixture('JournalEntryPosted.v2'))).toThrow(
      permanent(/schemaVersion/),
    );
  });

  it.each([0, 4, -1, 1.5, Number.NaN])(
    'of a version that this code does not know is a defect, not a guess: %d',
    (version) => {
      expect(() => parseFact('JournalEntryPosted', version, fixture('JournalEntryPosted.v3'))).toThrow(
        permanent(/has versions 1 to 3 here/),
      );
    },
  );

  it.each(['JournalEntryPondered', '', 'toString', '__proto__'])('of an unknown type is a defect: %j', (type) => {
    expect(() => parseFact(type, 1, {})).toThrow(permanent(/No fact is called/));
  });

  const damages: readonly (readonly [string, (fact: Record<string, unknown>) => unknown])[] = [
    ['an unknown property', (fact) => ({ ...fact, more: 1 })],
    ['a missing property', ({ entryId, ...fact }) => fact],
    [
      'a number for an amount',
      (fact) => ({ ...fact, postings: [{ ...postingOf(fact), debits: 100 }, postingOf(fact)] }),
    ],
    [
      'an exponent in an amount',
      (fact) => ({ ...fact, postings: [{ ...postingOf(fact), debits: '1e3' }, postingOf(fact)] }),
    ],
    ['an unknown side', (fact) => ({ ...fact, postings: [{ ...postingOf(fact), side: 'left' }, postingOf(fact)] })],
    [
      'no version of an account',
      (fact) => ({ ...fact, postings: [{ ...postingOf(fact), version: 0 }, postingOf(fact)] }),
    ],
    ['one posting', (fact) => ({ ...fact, postings: [postingOf(fact)] })],
    ['a day that is none', (fact) => ({ ...fact, effectiveDate: '2026-02-30' })],
    ['a moment that is none', (fact) => ({ ...fact, recordedAt: '2026-11-23T25:00:00.000Z' })],
    ['another type', (fact) => ({ ...fact, type: 'HoldVoided' })],
    ['null for what is not there', (fact) => ({ ...fact, holdId: null })],
    ['a list instead of an object', () => []],
  ];

  it.each(damages)('with %s is refused', (_, damage) => {
    expect(() => parseFact('JournalEntryPosted', 3, damage(fixture('JournalEntryPosted.v3')))).toThrow(
      permanent(/^Not/),
    );
  });

  it('is refused with where the faults are and nothing of what was found there', () => {
    const secret = { ...fixture('JournalEntryPosted.v2'), description: 7, effectiveDate: 'Jane Roe' };
    expect(() => parseFact('JournalEntryPosted', 2, secret)).toThrow(permanent(/invalid_type at \/description/));
    expect(() => parseFact('JournalEntryPosted', 2, secret)).not.toThrow(permanent(/Jane/));
  });
});

const postingOf = (fact: Record<string, unknown>): object => (fact['postings'] as readonly object[])[0] ?? {};
