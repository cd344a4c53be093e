import { describe, expect, it } from '@jest/globals';
import { changesIn, changesOfText, textHashIn } from '../../../../domain/audit/close/account-change.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import type { JsonObject } from '../../../../domain/shared/json.ts';
import { mistakenFields } from '../../../support/mistaken-fields.ts';

/** A digest that shows what was hashed. */
const shown = (text: string): string => `<${text}>`;

const unasked = (): string => {
  throw new Error('It need not be hashed');
};

/** What a fact did to an account of dollars. */
const effectOn = (accountId: string, more: JsonObject = {}): JsonObject => ({
  ...{ accountId, accountType: 'liability', currency: 'USD', version: 4, debits: '1.00', credits: '12.50' },
  ...more,
});

const changesOf = (fact: JsonObject) => changesOfText(canonicalJson(fact), shown);

/** The change of an account of dollars, without the hash that it has from its fact. */
const changeOn = (accountId: string, more: object = {}): object => ({
  ...{ accountId, type: 'liability', currency: 'USD', version: 4, hash: expect.any(String) },
  ...{ debits: '1.00', credits: '12.50', heldDebits: '0.00', heldCredits: '0.00' },
  ...more,
});

describe('what a fact did to accounts', () => {
  it('is told by the postings of an entry, once for each account', () => {
    const postings = ['a', 'b', 'a'].map((id) => effectOn(id, { side: 'debit', amount: '1.00' }));
    expect(changesOf({ type: 'JournalEntryPosted', postings })).toStrictEqual([changeOn('a'), changeOn('b')]);
  });

  it('is told by the effects of a hold', () => {
    const effects = [effectOn('a', { heldDebits: '3.00' }), effectOn('b', { heldCredits: '3.00' })];
    expect(
      changesOf({ type: 'HoldAuthorized', effects, hold: { accountId: 'a', status: 'authorized' } }),
    ).toStrictEqual([changeOn('a', { heldDebits: '3.00' }), changeOn('b', { heldCredits: '3.00' })]);
  });

  it('is told by the fact of an account itself, with its name and its status', () => {
    const opened = effectOn('a', { type: 'AccountOpened', name: 'A', status: 'open' });
    expect(changesOf(opened)).toStrictEqual([changeOn('a', { name: 'A', status: 'open' })]);
    for (const status of ['open', 'frozen', 'closed'])
      expect(changesOf(effectOn('a', { status }))).toStrictEqual([changeOn('a', { status })]);
    expect(changesOf(effectOn('a', { name: 7, status: 'shut' }))).toStrictEqual([changeOn('a')]);
  });

  it('has zeros of the currency where no text says what is held', () => {
    const yen = effectOn('a', { currency: 'JPY', debits: '1', credits: '0', heldDebits: 7 });
    expect(changesOf(yen)).toMatchObject([{ heldDebits: '0', heldCredits: '0' }]);
  });

  it('links to the hash of the fact, the account and its version', () => {
    const text = canonicalJson(effectOn('a'));
    expect(changesOfText(text, shown)).toMatchObject([{ hash: `<<${text}>|a|4>` }]);
  });

  it.each<readonly [string, JsonObject]>([
    ['a fact of a transfer', { type: 'TransferRequested', transfer: { sourceAccountId: 'a' } }],
    ['a fact that only names an account', { type: 'RiskDecided', accountId: 'a' }],
    ['totals of no account', { type: 'RiskDecided', debits: '1.00' }],
    ['an entry without postings', { type: 'JournalEntryPosted', postings: [] }],
    ['an entry whose postings are no list', { type: 'JournalEntryPosted', postings: 'none' }],
    ['effects that are none', { type: 'HoldCaptured', effects: [null, 'a', []] }],
  ])('is nothing by %s, which need not be hashed', (_, fact) => {
    expect(changesOfText(canonicalJson(fact), unasked)).toEqual([]);
  });
});

describe('a fact that says too little of an account', () => {
  const { debits: _debits, credits: _credits, ...needed } = effectOn('a');

  it.each([...mistakenFields(needed), ['in no currency', { ...needed, currency: 'XXX' }] as const])(
    'is refused: one %s',
    (_, effect) => {
      expect(() => changesOf({ type: 'HoldVoided', effects: [effect] })).toThrow(
        new InvariantViolation('A fact of the log says nothing of the account that it changed: HoldVoided'),
      );
    },
  );
});

describe('an entry of the log', () => {
  const fact = effectOn('a', { type: 'AccountFrozen', status: 'frozen' });
  const text = canonicalJson(fact);

  it('has its fact in it, or apart from it', () => {
    const inIt = canonicalJson({ factId: 'main#A#a@4', data: fact });
    const apart = canonicalJson({ factId: 'main#A#a@4', textHash: shown(text) });
    const changes = changesOfText(text, shown);
    expect(changes).toHaveLength(1);
    expect(changesIn(inIt, shown)).toEqual(changes);
    expect(changesIn(apart, shown, text)).toEqual(changes);
  });

  it('names the hash of the text that is apart', () => {
    expect(textHashIn('{"factId":"main#A#a@4","textHash":"abc"}')).toBe('abc');
    for (const line of ['{"factId":"main#A#a@4"}', '{"textHash":7}', 'no line'])
      expect(textHashIn(line)).toBeUndefined();
  });

  it('changes nothing where it is no fact', () => {
    for (const line of ['{"close":{},"sequence":7}', '{"data":{}}', 'no line'])
      expect(changesIn(line, unasked)).toEqual([]);
  });

  it('is refused where it names a fact and has none', () => {
    const refusal = new InvariantViolation('The entry of main#A#a@4 has no fact');
    expect(() => changesIn('{"factId":"main#A#a@4"}', shown)).toThrow(refusal);
    expect(() => changesIn('{"factId":"main#A#a@4","data":[]}', shown)).toThrow(refusal);
    expect(() => changesIn('{"factId":"main#A#a@4","data":{}}', shown, 'no text')).toThrow(refusal);
  });

  it('is refused where its text is no object', () => {
    for (const other of ['[]', 'null', 'no text'])
      expect(() => changesOfText(other, shown)).toThrow(new InvariantViolation('The text of a fact is no JSON object'));
  });
});
