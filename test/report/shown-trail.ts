import { join } from 'node:path';
import type { TrailAsked } from '../../domain/audit/trail/trail-policy.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../functions/runtime/trail/make-trail.ts';
import { closedLog, day } from '../support/closed-log.ts';
import { accountId, entryBody, leg, open, post } from '../support/test-ledger.ts';

const everything: TrailAsked = { from: null, to: null, accounts: null };
const payments = 60;

/** A marketplace's trails: of everything, and of some accounts in a later period. */
export const shownTrails = async (folder: string): Promise<{ readonly whole: string; readonly some: string }> => {
  const log = closedLog();
  await open(log.ledger, 'assets:bank:operating');
  await open(log.ledger, 'assets:bank:euro', { currency: 'EUR' });
  await open(log.ledger, 'equity:owner', { type: 'equity', currency: 'EUR' });
  await open(log.ledger, 'income:fees', { type: 'income' });
  await open(log.ledger, 'expenses:cards', { type: 'expense' });
  for (const seller of [7, 8, 9]) await open(log.ledger, `sellers:${seller}:payable`, { type: 'liability' });
  for (let payment = 0; payment < payments; payment += 1) {
    await post(log.ledger, `payment ${payment}`, cardPayment(payment));
    if (payment % 20 === 9) await closeAt(log, payment);
  }
  await post(log.ledger, 'capital', {
    ...entryBody([
      leg('assets:bank:euro', 'debit', '25000.00', 'EUR'),
      leg('equity:owner', 'credit', '25000.00', 'EUR'),
    ]),
    description: '<script>alert("x")</script> & "capital"',
  });
  await closeAt(log, payments);
  const accounts = ['assets:bank:operating', 'sellers:7:payable'].map(accountId);
  const [whole, some] = [join(folder, 'whole'), join(folder, 'some')];
  for (const [target, asked] of [
    [whole, everything],
    [some, { ...everything, from: day(0), accounts }],
  ] as const) {
    const parts = { ledger: 'main', archive: log.archive, digest: bytesSha256, assetsFolder };
    const made = await makeTrail({ ...parts, asked, folder: target });
    if (!made.ok) throw new Error(made.rejection.detail);
  }
  return { whole, some };
};

const assetsFolder = join(import.meta.dirname, '../../functions/trail/assets');

const closeAt = async (log: ReturnType<typeof closedLog>, payment: number): Promise<void> => {
  await log.archiveNew();
  await log.close(day(Math.floor(payment / 20)));
  await log.seal();
};

const cardPayment = (number: number) => {
  const seller = `sellers:${7 + (number % 3)}:payable`;
  const [whole, cents] = [40 + ((number * 37) % 90), String((number * 13) % 100).padStart(2, '0')];
  return {
    ...entryBody([
      leg('assets:bank:operating', 'debit', `${whole}.${cents}`),
      leg('expenses:cards', 'debit', '0.30'),
      leg(seller, 'credit', `${whole - 2}.${cents}`),
      leg('income:fees', 'credit', '2.30'),
    ]),
    description: `Card payment ${990 + number}`,
  };
};
