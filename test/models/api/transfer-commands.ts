import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { PayoutStep } from '../../../domain/transfers/payout-saga.ts';
import { running } from '../../functions/api/support/payouts.ts';
import { type BookPosting, held, letGo, otherSide, takingSide, written } from './books-model.ts';
import { takeEntry } from './entry-commands.ts';
import {
  asking,
  compareBalances,
  type Expected,
  type StoryCommand,
  type StoryLedger,
  type StoryModel,
  type StoryTransfer,
  shownIn,
} from './story.ts';
import { anyDryRun, anyKey, anyMove, anyName, anyUnits } from './words.ts';

const noTransfer = `trf_${'0'.repeat(26)}`;

type Terms = { readonly source: string; readonly destination: string; readonly units: bigint };

const requesting = (name: string, { source, destination, units }: Terms, isDryRun: boolean): StoryCommand => {
  const amount = written(units, 'USD');
  const money = { amount, currency: 'USD' };
  return asking({
    sentence: `pay out ${amount} USD of ${source} over ${destination}`,
    operation: 'transfer',
    path: () => '/v1/transfers',
    body: {
      kind: 'payout',
      sourceAccountId: source,
      settlementAccountId: destination,
      ...money,
      destination: 'sim-accept',
    },
    key: name,
    isDryRun,
    expected: ({ accounts, transfers }): Expected => {
      const [from, to] = [accounts.get(source), accounts.get(destination)];
      if (from === undefined || to === undefined) return { refused: 'UnknownAccount' };
      if (from.currency !== 'USD' || to.currency !== 'USD') return { refused: 'CurrencyMismatch' };
      if (from.status === 'closed' || to.status === 'closed') return { refused: 'AccountClosed' };
      if (source === destination) return { refused: 'SameAccount' };
      const transfer = { source, destination, units, currency: 'USD', side: takingSide(from), isCaptured: false };
      const effect = ({ body }: { readonly body: object }): void =>
        void transfers.set(name, { ...transfer, id: String((body as { id: string }).id), status: 'requested' });
      return {
        status: 202,
        shows: { status: 'requested', amount, holdId: null, entryIds: [] },
        keeps: true,
        isNews: true,
        effect,
      };
    },
  });
};

/** The step that the saga takes from where a transfer is; none where it waits for the rail or has ended. */
const nextStep = ({ status, isCaptured }: StoryTransfer): PayoutStep | undefined => {
  if (status === 'settled') return isCaptured ? 'Complete' : 'Capture';
  return ({ requested: 'Screen', screened: 'Hold', held: 'Submit' } as const)[status as 'requested'];
};

const stepping = (name: string): StoryCommand => ({
  check: ({ transfers }) => transfers.has(name),
  toString: () => `the saga of ${name} takes its next step, twice`,
  run: async (model, ledger) => {
    const transfer = model.transfers.get(name);
    const step = transfer === undefined ? undefined : nextStep(transfer);
    if (transfer === undefined || step === undefined) return;
    await running(ledger.services, transfer.id)(step, step);
    await stepped(model, ledger, { name, transfer, step });
    await compareBalances(model, ledger);
  },
});

type Taken = { readonly name: string; readonly transfer: StoryTransfer; readonly step: PayoutStep };

const stepped = async (model: StoryModel, ledger: StoryLedger, { name, transfer, step }: Taken): Promise<void> => {
  const becomes = (more: Partial<StoryTransfer>): void => void model.transfers.set(name, { ...transfer, ...more });
  if (step === 'Screen') return becomes({ status: 'screened' });
  if (step === 'Submit') return becomes({ status: 'submitted' });
  if (step === 'Complete') return becomes({ status: 'completed' });
  if (step === 'Capture') {
    await capturedBy(model, ledger, transfer);
    return becomes({ isCaptured: true });
  }
  const decided = held(model.accounts, transfer);
  if ('refused' in decided) return becomes({ status: 'refused' });
  for (const account of decided.becomes) model.accounts.set(account.id, account);
  return becomes({ status: 'held' });
};

const capturedBy = async (model: StoryModel, { api }: StoryLedger, transfer: StoryTransfer): Promise<void> => {
  const { body } = await api.ask('GET', `/v1/transfers/${transfer.id}`);
  const [entryId] = body['entryIds'] as unknown as readonly string[];
  const { source, destination, side, units, currency } = transfer;
  const postings: readonly BookPosting[] = [
    { account: source, side, units, currency },
    { account: destination, side: otherSide(side), units, currency },
  ];
  takeEntry(model, String(entryId), { postings, becomes: letGo(model.accounts, transfer, units, true) });
};

/** All is taken back, from wherever it can be. */
const undoing = (name: string): StoryCommand => ({
  check: ({ transfers }) => ['screened', 'held', 'submitted'].includes(transfers.get(name)?.status ?? ''),
  toString: () => `the saga of ${name} takes all back`,
  run: async (model, ledger) => {
    const transfer = model.transfers.get(name);
    if (transfer === undefined) return;
    await running(ledger.services, transfer.id)('VoidHold', 'VoidHold');
    const hasHeld = transfer.status !== 'screened';
    if (hasHeld)
      for (const account of letGo(model.accounts, transfer, transfer.units, false))
        model.accounts.set(account.id, account);
    model.transfers.set(name, { ...transfer, status: hasHeld ? 'undone' : 'refused' });
    await compareBalances(model, ledger);
  },
});

const settling = (name: string, key: string): StoryCommand =>
  asking({
    sentence: `the rail settles ${name}`,
    operation: 'settle',
    path: ({ transfers }) => `/v1/transfers/${transfers.get(name)?.id ?? noTransfer}/settlements`,
    body: { outcome: 'settled', railReference: 'rail-1' },
    key,
    isDryRun: false,
    when: ({ transfers }) => transfers.has(name) || key === 'a',
    unreadable: ({ transfers }) => (transfers.has(name) ? undefined : 'TransferNotFound'),
    expected: ({ transfers }) => settled(transfers, name),
  });

const settled = (transfers: StoryModel['transfers'], name: string): Expected => {
  const transfer = transfers.get(name);
  if (transfer === undefined) return { refused: 'TransferNotFound' };
  const { status } = transfer;
  if (status === 'requested' || status === 'screened') return { refused: 'TransferInProgress' };
  const isNews = status === 'held' || status === 'submitted' || status === 'refused' || status === 'undone';
  const next =
    { held: 'settled', submitted: 'settled', refused: 'needsRepair', undone: 'needsRepair' }[status] ?? status;
  if (status === 'needsRepair') return { refused: 'TransferEnded' };
  const effect = (): void => void transfers.set(name, { ...transfer, status: next });
  return { status: 200, shows: { status: next }, keeps: isNews, isNews, effect };
};

const reading = (name: string): StoryCommand => ({
  check: ({ transfers }) => transfers.has(name),
  toString: () => `read the transfer ${name}`,
  run: async ({ transfers }, { api }) => {
    const transfer = transfers.get(name);
    if (transfer === undefined) return;
    const shows = { status: transfer.status, sourceAccountId: transfer.source, amount: written(transfer.units, 'USD') };
    deepEqual(shownIn(await api.ask('GET', `/v1/transfers/${transfer.id}`), shows), shows);
  },
});

const anyTransfer = fc.constantFrom('t1', 't2', 't3');
const anyTerms = fc.oneof(
  { weight: 4, arbitrary: anyMove.map(({ from, to, units }) => ({ source: from, destination: to, units })) },
  fc.record({ source: anyName, destination: anyName, units: anyUnits }),
);

/** Transfers: requested, carried on step by step, settled, taken back. */
export const transferCommands: readonly fc.Arbitrary<StoryCommand>[] = [
  fc.tuple(anyTransfer, anyTerms, anyDryRun).map(([name, terms, isDryRun]) => requesting(name, terms, isDryRun)),
  anyTransfer.map(stepping),
  anyTransfer.map(stepping),
  anyTransfer.map(undoing),
  fc.tuple(anyTransfer, anyKey).map(([name, key]) => settling(name, key)),
  anyTransfer.map(reading),
];
