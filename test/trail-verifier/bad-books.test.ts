import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkHash } from '../../domain/audit/hash-chain.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { type HonestTrail, honestTrails } from './honest-trails.ts';
import { mended } from './mended.ts';
import { entriesIn, signedWith, textOfEntries, withEntries } from './rewritten-log.ts';
import { withFile } from './tampering.ts';
import { failedIn, loadVerifier, type Verify } from './verifier.ts';

/*
 * An operator's own log, signed with the operator's own key, in which something is wrong: nothing but the rules of the
 * books can tell.
 */

type Entry = { sequence: number; hash: string; data: Fact; close?: Record<string, unknown> };
type Fact = Record<string, unknown> & { type: string; postings: Record<string, string | number>[] };

const ownSeed = 1;
const folder = mkdtempSync(join(tmpdir(), 'quipu-bad-books-'));
let trail: HonestTrail;
let verify: Verify;

beforeAll(async () => {
  verify = await loadVerifier();
  const pair = (id: string) => ({ id, name: id, type: 'asset' as const, currency: 'USD', stripes: 1 });
  const post = (units: number) => ({
    kind: 'post' as const,
    legs: [{ to: 0, from: 0, units }],
    ...{ description: 'Test', effective: '2026-11-23', value: '2026-11-23' },
  });
  const events = [post(100), post(200), { kind: 'close' as const }, post(300)];
  const [whole] = await honestTrails({ accounts: [pair('bank'), pair('cash')], events }, { folder, number: 1 });
  if (whole === undefined) throw new Error('There is a trail of everything');
  trail = whole;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parsed = (): Entry[] => entriesIn(trail.files).map((entry) => JSON.parse(entry));

/** What fails when the operator has signed these entries. */
const failedWith = (entries: readonly Entry[]): readonly string[] => {
  const lines = entries.map((entry) => canonicalJson(entry));
  const { note } = signedWith(ownSeed, textOfEntries('quipu/test/main', lines));
  const files = mended(withFile(withEntries(trail.files, lines), 'checkpoint', note));
  return failedIn(verify(files, { keys: [trail.key] }));
};

const entryIn = (entries: readonly Entry[], isIt: (entry: Entry) => boolean): Entry => {
  const found = entries.find(isIt);
  if (found === undefined) throw new Error('There is such an entry');
  return found;
};

const isPosted = ({ data }: Entry): boolean => data?.type === 'JournalEntryPosted';

/** The fact of the first journal entry changed, with the hash that it has then. */
const withFact = (change: (fact: Fact) => void): Entry[] => {
  const entries = parsed();
  const entry = entryIn(entries, isPosted);
  change(entry.data);
  entry.hash = sha256(canonicalJson(entry.data as unknown as JsonObject));
  return entries;
};

const renumbered = (entries: readonly Entry[]): Entry[] =>
  entries.map((entry, index) => ({ ...entry, sequence: index + 1 }));

describe('books that their own keeper got wrong', () => {
  it('are accepted as they are, when signed again', () => {
    expect(failedWith(parsed())).toEqual([]);
  });

  it('do not balance in an entry', () => {
    expect(failedWith(withFact(({ postings: [first] }) => Object.assign(first ?? {}, { amount: '1.01' })))).toContain(
      'balanced',
    );
  });

  it('have an amount below zero, or with other digits', () => {
    const both = (amount: string) =>
      withFact((fact) => {
        for (const posting of fact.postings) Object.assign(posting, { amount });
      });
    expect(failedWith(both('-1.00'))).toContain('balanced');
    expect(failedWith(both('1.0'))).toContain('balanced');
  });

  it('have totals that nothing moved', () => {
    const wrong = withFact(({ postings: [first] }) => Object.assign(first ?? {}, { debits: '9.99' }));
    expect(failedWith(wrong)).toContain('totals');
  });

  it('break the chain of an account', () => {
    const wrong = withFact(({ postings: [first] }) => Object.assign(first ?? {}, { previousHash: sha256('another') }));
    expect(failedWith(wrong)).toContain('chains');
  });

  it('leave out a version of an account', () => {
    const entries = parsed();
    const at = entries.findIndex(isPosted);
    const lacking = renumbered(entries.toSpliced(at, 1, { ...entryIn(entries, ({ data }) => data !== undefined) }));
    expect(failedWith(lacking)).toContain('versions');
  });

  it('have a version of an account twice', () => {
    const entries = parsed();
    const twice = entries.toSpliced(entries.length - 1, 0, entryIn(entries, isPosted));
    const moved = renumbered(
      twice.toSpliced(
        entries.findIndex(({ close }) => close !== undefined),
        1,
      ),
    );
    expect(failedWith(moved)).toContain('versions');
  });

  it('have an entry that says that it is another', () => {
    const entries = parsed();
    expect(failedWith(entries.with(1, { ...entryIn(entries, isPosted), sequence: 7 }))).toContain('entries');
  });

  it('have a fact that does not hash to what was stored', () => {
    const entries = parsed();
    entryIn(entries, isPosted).hash = sha256('another');
    expect(failedWith(entries)).toContain('entries');
    const opened = parsed();
    const entry = entryIn(opened, ({ data }) => data?.type === 'AccountOpened');
    entry.hash = linkHash(sha256, sha256('another'), 'bank', 1);
    expect(failedWith(opened)).toContain('entries');
  });

  it.each([
    ['heads', { heads: '00'.repeat(32) }],
    ['heads', { currencies: [{ currency: 'USD', debits: '1.00', credits: '1.00' }] }],
    ['heads', { currencies: [{ currency: 'USD', debits: '6.00', credits: '1.00' }] }],
    ['heads', { accounts: 3 }],
    ['chosen', { previous: 0 }],
    ['heads', { ledger: 'other' }],
  ])('close with wrong %s: %j', (check, change) => {
    const entries = parsed();
    const last = entries.at(-1);
    Object.assign(last?.close ?? {}, change);
    expect(failedWith(entries)).toContain(check);
  });
});
