import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import {
  accountKey,
  dayKey,
  entryKey,
  gapKey,
  holdKey,
  queueOf,
  totalsKey,
  transferKey,
} from '../../../domain/projections/balance-rows.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { amount } from '../../support/money.ts';
import { accountId, entryBody, entryOf, leg, open, origin, post, testLedger } from '../../support/test-ledger.ts';
import { transferFacts } from '../../support/transfer-facts.ts';

let ledger: Ledger;
let store: ProjectionStore;

beforeEach(async () => {
  ledger = testLedger();
  store = memoryProjectionStore();
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:7', { type: 'liability', floor: '0.00' });
});

const project = async (events: readonly StoredEvent[]): Promise<void> => {
  const arrivals = events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));
  const process = projectFacts({ projection: balanceProjection, store, clock: { now: () => relayedAt } });
  const { failure } = await process(arrivals);
  if (failure !== undefined) throw failure;
};

const published = () => publishedIn(ledger.eventStore);
const bodyOf = async (key: Parameters<ProjectionStore['load']>[0][number]) => (await store.load([key]))[0]?.body;
const inQueue = async (waiting: 'gaps' | 'holds' | 'transfers', until: string) =>
  (await store.dueBy(queueOf(waiting), until, 10)).map(({ key }) => key.sort);

describe('the balance projection', () => {
  it('keeps an account with its name, its status and its totals', async () => {
    await post(ledger, 'p', entryOf('assets:bank', 'sellers:7', '100.00'));
    await project(await published());
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toEqual({
      accountId: 'sellers:7',
      type: 'liability',
      normalSide: 'credit',
      currency: 'USD',
      name: 'sellers:7',
      metadata: {},
      status: 'open',
      floor: '0.00',
      statusVersion: 1,
      openedAt: '2026-11-23T10:00:00.001Z',
      version: 2,
      applied: 2,
      recordedAt: '2026-11-23T10:00:00.002Z',
      debits: '0.00',
      credits: '100.00',
      heldDebits: '0.00',
      heldCredits: '0.00',
    });
  });

  it('lists an entry once for each account version, with all postings on the account', async () => {
    const legs = [
      leg('assets:bank', 'debit', '60.00'),
      leg('assets:bank', 'debit', '40.00'),
      leg('sellers:7', 'credit', '100.00'),
    ];
    await post(ledger, 'p', entryBody(legs));
    await project(await published());
    expect(await bodyOf(entryKey('main', 'assets:bank', 2))).toEqual({
      kind: 'entry',
      accountId: 'assets:bank',
      version: 2,
      factId: expect.stringMatching(/^main#J#jen_.*@0$/),
      entryId: expect.stringMatching(/^jen_/),
      currency: 'USD',
      postings: [
        { side: 'debit', amount: '60.00' },
        { side: 'debit', amount: '40.00' },
      ],
      effectiveDate: '2026-11-23',
      valueDate: '2026-11-23',
      recordedAt: '2026-11-23T10:00:00.002Z',
      description: 'Test',
      balanceAfter: { posted: '100.00', pending: '100.00', available: '100.00' },
    });
    expect(await bodyOf(entryKey('main', 'assets:bank', 1))).toMatchObject({ kind: 'account', type: 'AccountOpened' });
  });

  it('sums postings by currency and by effective date', async () => {
    await post(ledger, '1', entryOf('assets:bank', 'sellers:7', '100.00'));
    await post(ledger, '2', entryOf('sellers:7', 'assets:bank', '30.00'));
    const later = { ...entryOf('assets:bank', 'sellers:7', '5.00'), effectiveDate: '2026-11-25' };
    await post(ledger, '3', later as ReturnType<typeof entryOf>);
    await project(await published());
    expect(await bodyOf(dayKey('main', 'assets:bank', '2026-11-23'))).toMatchObject({
      debits: '100.00',
      credits: '30.00',
    });
    expect(await bodyOf(dayKey('main', 'assets:bank', '2026-11-25'))).toMatchObject({
      debits: '5.00',
      credits: '0.00',
    });
    const totals = await store.query({ partition: 'main#totals', prefix: 'USD#', limit: 10 });
    const sum = (side: string) =>
      totals.reduce((cents, { body }) => cents + Number(String(body[side]).replace('.', '')), 0);
    expect([sum('debits'), sum('credits')]).toEqual([13_500, 13_500]);
  });

  it('spreads the sums of a currency over buckets, by account', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `sellers:${index}`);
    expect(new Set(ids.map((id) => totalsKey('main', 'USD', id).sort))).toEqual(
      new Set(['USD#0', 'USD#1', 'USD#2', 'USD#3']),
    );
  });

  it('notes an account of which versions are missing, and forgets it once they came', async () => {
    for (const key of ['1', '2', '3']) await post(ledger, key, entryOf('assets:bank', 'sellers:7', '1.00'));
    const [first, second, third] = (await published()).filter(({ text }) => text.includes('JournalEntryPosted'));
    if (first === undefined || second === undefined || third === undefined) throw new Error('no entries');
    const opened = (await published()).filter(({ text }) => text.includes('AccountOpened'));
    await project([...opened, second]);
    expect(await bodyOf(gapKey('main', 'sellers:7'))).toEqual({
      accountId: 'sellers:7',
      version: 3,
      applied: 2,
      since: JSON.parse(second.text).recordedAt,
    });
    await project([third]);
    expect(await bodyOf(gapKey('main', 'sellers:7'))).toMatchObject({
      version: 4,
      applied: 3,
      since: JSON.parse(second.text).recordedAt,
    });
    expect(await inQueue('gaps', '2026-11-24')).toEqual(['assets:bank', 'sellers:7']);
    await project([first]);
    expect(await bodyOf(gapKey('main', 'sellers:7'))).toBeUndefined();
    expect(await inQueue('gaps', '2026-11-24')).toEqual([]);
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ version: 4, applied: 4, credits: '3.00' });
  });

  it('takes the status from the newest fact of the account itself', async () => {
    const change = (key: string, type: 'FreezeAccount' | 'UnfreezeAccount') =>
      changeAccount(ledger, { origin, key, body: { accountId: accountId('sellers:7'), change: { type } } });
    await change('1', 'FreezeAccount');
    await project((await published()).toReversed());
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ status: 'frozen', statusVersion: 2 });
    await change('2', 'UnfreezeAccount');
    await project((await published()).toReversed());
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ status: 'open', statusVersion: 3 });
  });

  it('keeps holds, those that expire in a queue while they are open', async () => {
    await post(ledger, 'p', entryOf('assets:bank', 'sellers:7', '100.00'));
    const expiresAt = instantOf(Date.parse('2026-12-01T00:00:00.000Z'));
    const body = {
      accountId: accountId('sellers:7'),
      destinationAccountId: accountId('assets:bank'),
      description: 'Held',
    };
    await authorizeHold(ledger, { origin, key: 'expiring', body: { ...body, amount: amount('10.00'), expiresAt } });
    await authorizeHold(ledger, { origin, key: 'lasting', body: { ...body, amount: amount('5.00'), expiresAt: null } });
    await project(await published());
    const holdId = holdIdOf('main', 'expiring');
    expect(await bodyOf(holdKey('main', holdId))).toMatchObject({
      holdId,
      version: 0,
      status: 'authorized',
      amount: '10.00',
    });
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({
      heldDebits: '15.00',
      version: 4,
      applied: 4,
    });
    expect(await inQueue('holds', '2026-11-30')).toEqual([]);
    expect(await inQueue('holds', expiresAt)).toEqual([holdId]);
    await releaseHold(ledger, { origin, key: 'void', body: { holdId, type: 'VoidHold' } });
    await project((await published()).toReversed());
    expect(await bodyOf(holdKey('main', holdId))).toMatchObject({ version: 1, status: 'voided' });
    expect(await inQueue('holds', expiresAt)).toEqual([]);
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ heldDebits: '5.00', applied: 5 });
  });

  it('keeps transfers, in a queue until they ended', async () => {
    await transferFacts(ledger, 'trf_1', 2);
    await project(await published());
    expect(await bodyOf(transferKey('main', 'trf_1'))).toMatchObject({
      transferId: 'trf_1',
      status: 'screened',
      version: 1,
    });
    expect(await inQueue('transfers', '2026-11-24')).toEqual(['trf_1']);
  });

  it('takes a transfer that has ended out of the queue', async () => {
    await transferFacts(ledger, 'trf_2', 3);
    await project((await published()).toReversed());
    expect(await bodyOf(transferKey('main', 'trf_2'))).toMatchObject({ status: 'refused', version: 2 });
    expect(await inQueue('transfers', '2026-11-24')).toEqual([]);
  });

  it('takes an entry on as many accounts as there may be', async () => {
    const debited = Array.from({ length: 98 }, (_, index) => `wide:${index}`);
    for (const id of debited) await open(ledger, id);
    await post(
      ledger,
      'wide',
      entryBody([...debited.map((id) => leg(id, 'debit', '1.00')), leg('sellers:7', 'credit', '98.00')]),
    );
    await project((await published()).toReversed());
    await project(await published());
    expect(await bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ credits: '98.00', version: 2, applied: 2 });
    const accounts = await store.query({ partition: 'main#accounts', prefix: 'wide:', limit: 200 });
    expect(accounts.map(({ body }) => [body['debits'], body['applied']])).toEqual(debited.map(() => ['1.00', 2]));
    expect(await store.query({ partition: 'main#gaps', limit: 10 })).toEqual([]);
  });
});
