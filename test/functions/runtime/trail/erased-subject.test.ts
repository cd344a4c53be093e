import { afterAll, describe, expect, it } from '@jest/globals';
import type { TrailAsked } from '../../../../domain/audit/trail/trail-policy.ts';
import { memorySubjectKeys } from '../../../../functions/adapters/memory/subject-keys.ts';
import { eraseSubject } from '../../../../functions/commands/erase-subject.ts';
import { openSealedValue } from '../../../../functions/commands/open-sealed-value.ts';
import { sealValue } from '../../../../functions/commands/seal-value.ts';
import { closedLog, day } from '../../../support/closed-log.ts';
import { entryOf, open, origin, post } from '../../../support/test-ledger.ts';
import { assetsFolder, loadVerifier } from '../../../trail-verifier/verifier.ts';
import { closeAndSeal, everything, filesIn, madeTrail, temporaryFolders } from './trail-parts.ts';

const folders = temporaryFolders();
afterAll(folders.remove);

const verify = await loadVerifier();

/** A log of an entry that says who paid, sealed, and of one who looked; then the payer is erased, and it goes on. */
const erasedLog = async () => {
  const log = closedLog();
  const services = { ledger: log.ledger, subjectKeys: memorySubjectKeys() };
  const sealed = await sealValue(services, {
    ledger: 'main',
    subject: 'person-1',
    value: 'Ada Lovelace',
    requestKey: 'k',
  });
  for (const id of ['assets:bank', 'sellers:1']) await open(log.ledger, id);
  const entry = { ...entryOf('assets:bank', 'sellers:1', '100.00'), description: sealed, metadata: { payer: sealed } };
  await post(log.ledger, '1', entry);
  const look = () => openSealedValue(services, { origin, sealed });
  expect(await look()).toMatchObject({ ok: true, value: { value: 'Ada Lovelace' } });
  await closeAndSeal(log, 0);
  const before = await trailOf(log);
  expect((await eraseSubject(services, { origin, key: 'e', body: { subject: 'person-1' } })).code).toBe('Erased');
  await closeAndSeal(log, 1);
  return { log, sealed, look, before };
};

const trailOf = async (log: ReturnType<typeof closedLog>, asked: TrailAsked = everything) => {
  const folder = folders.fresh();
  await madeTrail(log.archive, { asked, folder, assetsFolder });
  const files = filesIn(folder);
  return {
    files,
    verdict: verify(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text, 'latin1')]))),
  };
};

/** The lines of a trail's log, each with what was hashed. */
const entriesOf = (files: Readonly<Record<string, string>>): string =>
  files[Object.keys(files).find((path) => path.startsWith('tile/entries/')) ?? ''] ?? '';

describe('the log of a subject who was erased', () => {
  it('is what it was, and one fact more: every proof of before holds, and nothing is told', async () => {
    const { log, sealed, look, before } = await erasedLog();
    const after = await trailOf(log);
    for (const { verdict } of [before, after]) {
      expect(verdict.checks.flatMap(({ faults }) => faults)).toEqual([]);
      expect(verdict.ok).toBe(true);
    }
    expect(entriesOf(before.files)).toContain(sealed);
    expect(entriesOf(after.files).startsWith(entriesOf(before.files))).toBe(true);
    expect(entriesOf(after.files).slice(entriesOf(before.files).length)).toContain('"type":"SubjectErased"');
    for (const { files } of [before, after])
      for (const personal of ['Ada', 'Lovelace', 'person-1']) expect(JSON.stringify(files)).not.toContain(personal);
    expect(await look()).toMatchObject({ ok: false, rejection: { code: 'SubjectErased' } });
  });

  it('is of the same bytes, where the same part of it is asked for before and after', async () => {
    const { log, before } = await erasedLog();
    const close = JSON.parse(before.files['policy.json'] ?? '').covers.closingClose;
    const again = await trailOf(log, { ...everything, to: day(0) });
    expect(JSON.parse(again.files['policy.json'] ?? '').covers.closingClose).toBe(close);
    expect(again.verdict.ok).toBe(true);
    for (const path of ['journal.hledger', 'saf-t.xml', 'camt053/assets.bank.xml', 'heads/closing.jsonl'])
      expect(again.files[path]).toBe(before.files[path]);
  });
});
