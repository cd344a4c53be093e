import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountId } from '../../../../domain/accounts/account.ts';
import { beancountName } from '../../../../domain/audit/trail/beancount-name.ts';
import { shownAccount } from './example-contents.ts';

const anyId = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/), { minLength: 1, maxLength: 8 })
  .map((segments) => segments.join(':') as AccountId);

const nameOf = (accountId: AccountId): string => beancountName({ ...shownAccount, accountId, type: 'asset' });

/** Written against the words of docs/trail-format.md, to undo them. */
const idIn = (name: string): string =>
  name
    .split(':')
    .slice(1, -1)
    .map((part) => {
      const isMarked = part.startsWith('X-x');
      const rest = isMarked ? part.slice(3) : part;
      const plain = rest.replace(/-(.)/g, (_, letter) => (letter === 'u' ? '_' : letter));
      return isMarked ? plain : `${plain.slice(0, 1).toLowerCase()}${plain.slice(1)}`;
    })
    .join(':');

describe('the name of an account in Beancount', () => {
  it.each([
    ['assets:bank:operating', 'Assets:Assets:Bank:Operating:In-USD'],
    ['sellers:7', 'Assets:Sellers:7:In-USD'],
    ['Bank_2', 'Assets:X-xBank-u2:In-USD'],
    ['-a', 'Assets:X-x--a:In-USD'],
  ])('of %s is %s', (id, name) => {
    expect(nameOf(id as AccountId)).toBe(name);
  });

  it('is one that Beancount takes, and tells the id', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        expect(nameOf(id)).toMatch(/^Assets(:[A-Z0-9][A-Za-z0-9-]*)+$/);
        expect(idIn(nameOf(id))).toBe(id);
      }),
    );
  });

  it('is not the beginning of another, which Beancount would count with it', () => {
    fc.assert(
      fc.property(anyId, anyId, (one, other) => {
        expect(nameOf(`${one}:${other}` as AccountId).startsWith(`${nameOf(one)}:`)).toBe(false);
      }),
    );
  });
});
