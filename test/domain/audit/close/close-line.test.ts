import { describe, expect, it } from '@jest/globals';
import { type AccountHead, headInLine, headLine } from '../../../../domain/audit/close/account-head.ts';
import { type Close, closeInLine, closeLine } from '../../../../domain/audit/close/close-line.ts';
import { type FoldedHeads, foldHeads } from '../../../../domain/audit/close/fold-heads.ts';
import { currencyTotals } from '../../../../domain/audit/close/heads-root.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { instantOf } from '../../../../domain/shared/instant.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';

const close: Close = {
  ...{ ledger: 'main', accounts: 2, closedAt: instantOf(0), heads: 'ab', previous: null, reason: 'demand' },
  currencies: [{ currency: 'USD', debits: '1.00', credits: '1.00' }],
};

const head: AccountHead = {
  accountId: 'a',
  name: 'A',
  type: 'asset',
  currency: 'JPY',
  status: 'open',
  ...{ version: 2, hash: 'h', debits: '12', credits: '0', heldDebits: '0', heldCredits: '0' },
};

/** A line of a log whose fact makes a version of an account. */
const lineOf = (version: number, debits: string): string =>
  JSON.stringify({
    data: {
      ...{ accountId: 'a', accountType: 'asset', currency: 'USD', version, debits, credits: '0.00' },
      ...{ type: 'AccountOpened', name: 'A', status: 'open' },
    },
    factId: `main#A#a@${version}`,
  });

describe('the line of a close', () => {
  it('is read as it was written, and nothing else is', () => {
    const line = closeLine(7, close);
    expect(closeInLine(line)).toEqual({ sequence: 7, close });
    for (const other of [
      line.replace('"accounts":2,', ''),
      line.replace('"accounts":2', '"accounts":"2"'),
      line.replace('demand', 'whim'),
      line.replace('1970-01-01T00:00:00.000Z', '1970-01-01'),
      line.replace('"previous":null', '"previous":"1"'),
      line.replace('{"close":{', '{"close":{"a":1,'),
      line.replace(',"sequence":7', ''),
      ` ${line}`,
      line.slice(0, -1),
      '{"factId":"main#A#a@1"}',
    ])
      expect(closeInLine(other)).toBeUndefined();
  });
});

describe('the line of a head', () => {
  it('is read as it was written, and nothing else is', () => {
    const line = headLine(head);
    expect(headInLine(line)).toEqual(head);
    for (const other of [
      line.replace('"debits":"12"', '"debits":"12.00"'),
      line.replace('"type":"asset"', '"type":"thing"'),
      line.replace('"open"', '"shut"'),
      line.replace('"version":2', '"version":"2"'),
      line.replace('JPY', 'XXX'),
      line.replace('{', '{ '),
      '',
    ])
      expect(() => headInLine(other)).toThrow(InvariantViolation);
  });

  it('counts in totals of its own currency alone', () => {
    const other = { ...head, accountId: 'b', currency: 'BHD', debits: '1.500', credits: '0.250' };
    expect(currencyTotals([head, other, head])).toEqual([
      { currency: 'BHD', debits: '1.500', credits: '0.250' },
      { currency: 'JPY', debits: '24', credits: '0' },
    ]);
  });
});

describe('two facts that claim one version', () => {
  it('are told apart by which entry is earlier, also while an earlier version is missing', () => {
    for (const lines of [
      [lineOf(1, '0.00'), lineOf(2, '1.00'), lineOf(2, '9.00')],
      [lineOf(2, '1.00'), lineOf(2, '9.00'), lineOf(1, '0.00')],
    ]) {
      const heads = lines.reduce((folded: FoldedHeads, line) => foldHeads(folded, line, sha256), new Map());
      expect(heads.get('a')?.head).toMatchObject({ version: 2, debits: '1.00' });
    }
  });

  it('do not make a version far ahead of all others dear', () => {
    const heads = foldHeads(new Map(), lineOf(999_999_999, '1.00'), sha256);
    expect(heads.get('a')?.head).toBeUndefined();
  });
});
