import { describe, expect, it } from '@jest/globals';
import { fixedTerms, termsIn, withFixedTerms } from '../../../../domain/audit/restore/account-terms.ts';
import { impliedEvents } from '../../../../domain/audit/restore/implied-events.ts';
import { rebuiltCapture } from '../../../../domain/audit/restore/rebuilt-capture.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { factIdOf, partsOf } from '../../../../domain/shared/stream-id.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { factOf } from '../../../support/every-fact.ts';
import { tellPinned } from '../../pinned/pinned-story.ts';
import { allIn } from './surveyed.ts';

const events = await allIn((await tellPinned()).eventStore);
const ofAccounts = events.filter(({ streamId, published }) => partsOf(streamId).kind === 'account' && !published);
const captures = events.filter(({ text }) => JSON.parse(text).type === 'HoldCaptured');

const at = (place: string) => {
  const found = events.find(({ streamId, version }) => factIdOf(streamId, version) === place);
  if (found === undefined) throw new Error(`Nothing at ${place}`);
  return found;
};

describe('what facts did to accounts', () => {
  it('is told by the facts to the byte, but for the terms of the account', () => {
    const implied = events
      .filter(({ published }) => published)
      .flatMap((event) => impliedEvents(deliveredFact(event), sha256));
    const told = implied.map(({ streamId, version, hash, previousHash, textWith }) => {
      const terms = termsIn(JSON.parse(at(factIdOf(streamId, version)).text));
      if (terms === undefined) throw new Error('No terms');
      return [streamId, version, hash, previousHash, textWith(terms)];
    });
    const written = ofAccounts.map(({ streamId, version, hash, text }) => {
      return [streamId, version, hash, JSON.parse(text).previousHash, text];
    });
    expect(told.length).toBeGreaterThan(30);
    expect(told.map((each) => each.join(' ')).sort()).toEqual(written.map((each) => each.join(' ')).sort());
  });

  it('is compared without the terms, as long as it is canonical', () => {
    const [event] = ofAccounts;
    if (event === undefined) throw new Error('No event');
    expect(fixedTerms).toEqual({ status: 'open', floor: null });
    expect(withFixedTerms(canonicalJson({ ...JSON.parse(event.text), status: 'frozen', floor: '-1.00' }))).toBe(
      canonicalJson({ ...JSON.parse(event.text), ...fixedTerms }),
    );
    expect(withFixedTerms('{ "status": "frozen", "floor": null }')).toBe('{ "status": "frozen", "floor": null }');
  });

  it('has terms where both of them are told', () => {
    expect(termsIn({ status: 'frozen', floor: null })).toEqual({ status: 'frozen', floor: null });
    expect(termsIn({ status: 'frozen' })).toBeUndefined();
    expect(termsIn({ floor: '1.00' })).toBeUndefined();
  });
});

describe('a capture', () => {
  it('is made again to the byte, from its entry and what the hold was before', () => {
    expect(captures).toHaveLength(4);
    for (const { streamId, version, text } of captures) {
      const { ledger, entryId } = JSON.parse(text);
      const entry = deliveredFact(at(factIdOf(`${ledger}#J#${entryId}` as typeof streamId, 0)));
      expect(rebuiltCapture(entry, at(factIdOf(streamId, version - 1)))).toBe(text);
    }
  });

  it('is of version 1 beside an entry of earlier code', () => {
    const [capture] = captures;
    const { entryId } = JSON.parse(capture?.text ?? '');
    const entry = deliveredFact(at(`main#J#${entryId}@0`));
    const versionBeside = (schemaVersion: number): unknown => {
      const text = canonicalJson({ ...JSON.parse(entry.text), schemaVersion });
      return JSON.parse(rebuiltCapture({ ...entry, text }, at(`${capture?.streamId}@0`))).schemaVersion;
    };
    expect([1, 2, 3, 4].map(versionBeside)).toEqual([1, 1, 2, 2]);
  });

  it('is not made of what captures nothing of the hold', () => {
    const [capture] = captures;
    const before = at(`${capture?.streamId}@0`);
    const holdId = capture?.streamId.split('#')[2] ?? '';
    const entry = factOf('JournalEntryPosted');
    const [posting] = entry.postings;
    const nothing = posting === undefined ? [] : [{ ...posting, amount: '0.00' }];
    for (const fact of [
      entry,
      { ...entry, holdId: 'hld_other' },
      { ...entry, holdId, postings: [] },
      { ...entry, holdId, postings: nothing },
      { ...factOf('HoldCaptured'), holdId },
    ])
      expect(() => rebuiltCapture({ fact, text: canonicalJson(fact as never) }, before)).toThrow(
        `The fact does not capture ${capture?.streamId}`,
      );
  });
});
