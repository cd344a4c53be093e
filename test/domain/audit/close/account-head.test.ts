import { describe, expect, it } from '@jest/globals';
import { accountTypes } from '../../../../domain/accounts/account.ts';
import { headInLine, headLine, headLinesIn, headsText } from '../../../../domain/audit/close/account-head.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { mistakenFields } from '../../../support/mistaken-fields.ts';
import { headOf } from './head-of.ts';

const head = headOf({ version: 3, debits: '1.00', credits: '12.50', heldDebits: '0.25' });
const statuses = ['open', 'frozen', 'closed'] as const;

describe('the head of an account', () => {
  it('is a line that whoever checks a close can make again', () => {
    expect(headLine(head)).toBe(
      '{"accountId":"sellers:1","credits":"12.50","currency":"USD","debits":"1.00","hash":"link","heldCredits":"0.00",' +
        '"heldDebits":"0.25","name":"Seller","status":"open","type":"liability","version":3}',
    );
  });

  it('is read from its line, whatever its type and status are', () => {
    for (const type of accountTypes)
      for (const status of statuses)
        expect(headInLine(headLine({ ...head, type, status }))).toStrictEqual({ ...head, type, status });
  });

  it.each(mistakenFields(head))('is not read from a line %s', (_, fields) => {
    const line = canonicalJson(fields);
    expect(() => headInLine(line)).toThrow(new InvariantViolation(`No head of an account: ${line}`));
  });

  it.each([
    ['of no currency', headLine({ ...head, currency: 'XXX' })],
    ['of no type', canonicalJson({ ...head, type: 'thing' })],
    ['of no status', canonicalJson({ ...head, status: 'shut' })],
    ['with more in it', canonicalJson({ ...head, more: '' })],
    ['in another order', JSON.stringify(head)],
    ['that is no object', '[]'],
    ['that is empty', ''],
  ])('is not read from a line %s', (_, line) => {
    expect(() => headInLine(line)).toThrow(new InvariantViolation(`No head of an account: ${line}`));
  });

  it('has amounts with exactly the digits of its currency', () => {
    for (const name of ['debits', 'credits', 'heldDebits', 'heldCredits'] as const)
      expect(() => headInLine(headLine({ ...head, [name]: '1.0' }))).toThrow(
        new InvariantViolation('Not money in canonical text: 1.0 USD'),
      );
  });
});

describe('a heads file', () => {
  it('has a line for each account, and is read as it was written', () => {
    expect(headsText(['one', 'two'])).toBe('one\ntwo\n');
    expect(headLinesIn('one\ntwo\n')).toEqual(['one', 'two']);
    expect(headLinesIn(headsText([]))).toEqual([]);
  });

  it('that was cut within a line is not read', () => {
    expect(() => headLinesIn('one\ntw')).toThrow(new InvariantViolation('A heads file ends within a line'));
  });
});
