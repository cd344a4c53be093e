import { describe, expect, it } from '@jest/globals';
import { type Close, closeInLine, closeLine } from '../../../../domain/audit/close/close-line.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { instantOf } from '../../../../domain/shared/instant.ts';
import { mistakenFields } from '../../../support/mistaken-fields.ts';

const dollars = { currency: 'USD', debits: '1.00', credits: '1.00' };

const close: Close = {
  ...{ ledger: 'main', accounts: 2, closedAt: instantOf(0), heads: 'ab', previous: null, reason: 'demand' },
  currencies: [dollars],
};

describe('the line of a close', () => {
  it('is one that whoever checks the log can make again', () => {
    expect(closeLine(7, close)).toBe(
      '{"close":{"accounts":2,"closedAt":"1970-01-01T00:00:00.000Z",' +
        '"currencies":[{"credits":"1.00","currency":"USD","debits":"1.00"}],' +
        '"heads":"ab","ledger":"main","previous":null,"reason":"demand"},"sequence":7}',
    );
  });

  it.each<readonly [string, Partial<Close>]>([
    ['the first one', {}],
    ['a later one', { previous: 3, reason: 'schedule' }],
    ['one of a ledger without accounts', { accounts: 0, currencies: [] }],
    ['one in several currencies', { currencies: [{ currency: 'EUR', debits: '0.00', credits: '0.00' }, dollars] }],
  ])('is read as it was written: %s', (_, change) => {
    const written = { ...close, ...change };
    expect(closeInLine(closeLine(7, written))).toStrictEqual({ sequence: 7, close: written });
  });

  it.each(mistakenFields(close))('is not read from a close %s', (_, mistaken) => {
    expect(closeInLine(canonicalJson({ close: mistaken, sequence: 7 }))).toBeUndefined();
  });

  it.each(mistakenFields(dollars))('is not read from totals %s', (_, mistaken) => {
    const mistakenClose = { ...close, currencies: [dollars, mistaken] };
    expect(closeInLine(canonicalJson({ close: mistakenClose, sequence: 7 }))).toBeUndefined();
  });

  it.each(mistakenFields({ close, sequence: 7 }))('is not read from an entry %s', (_, mistaken) => {
    expect(closeInLine(canonicalJson(mistaken))).toBeUndefined();
  });

  it.each([
    ['for another reason', closeLine(7, close).replace('demand', 'whim')],
    ['at no instant', closeLine(7, close).replace('1970-01-01T00:00:00.000Z', '1970-01-01')],
    ['with totals that are none', closeLine(7, close).replace('[{', '[null,{')],
    ['with more in it', closeLine(7, close).replace('{"close":{', '{"close":{"a":1,')],
    ['with more in its totals', closeLine(7, close).replace('[{', '[{"a":1,')],
    ['behind a space', ` ${closeLine(7, close)}`],
    ['that was cut', closeLine(7, close).slice(0, -1)],
    ['of a fact', '{"factId":"main#A#a@1","sequence":7}'],
  ])('is not read from a line %s', (_, line) => {
    expect(closeInLine(line)).toBeUndefined();
  });
});
