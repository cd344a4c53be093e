import type { JsonObject } from '../../domain/shared/json.ts';
import { textOf } from '../answers/field-of.ts';
import { table } from '../answers/table.ts';
import { timelineText } from '../answers/timeline-text.ts';
import { trialBalanceOf } from '../commands/report-commands.ts';
import type { MarketplaceReport, PayoutReport } from './play-marketplace.ts';

/** The marketplace as a person reads it. */
export const marketplaceText = (report: MarketplaceReport): string =>
  [
    'Payouts',
    payoutTable(report.payouts),
    'Balances',
    balanceTable(report.balances),
    'Trial balance of the whole ledger',
    trialBalanceOf(report.trialBalance).text,
    'What happened to the first payout',
    timelineText(report.timeline),
    repetitionText(report),
  ].join('\n\n');

const payoutTable = (payouts: readonly PayoutReport[]): string =>
  table<PayoutReport>(
    [
      { title: 'to', cell: ({ payout }) => payout.seller.name },
      { title: 'amount', align: 'right', cell: ({ payout }) => `${payout.amount} ${payout.seller.currency}` },
      { title: 'meant', cell: ({ payout }) => payout.because },
      { title: 'ended', cell: ({ transfer }) => textOf(transfer, 'status') },
      { title: 'reason', cell: ({ transfer }) => textOf(transfer, 'reason.code') },
      { title: '', cell: ({ isAsMeant }) => (isAsMeant ? '' : '← not as meant') },
    ],
    payouts,
  );

const balanceTable = (accounts: readonly JsonObject[]): string =>
  table<JsonObject>(
    [
      { title: 'account', cell: (account) => textOf(account, 'id') },
      { title: 'type', cell: (account) => textOf(account, 'type') },
      { title: 'posted', align: 'right', cell: (account) => textOf(account, 'balance.posted') },
      { title: 'held', align: 'right', cell: (account) => textOf(account, 'balance.held') },
      { title: 'available', align: 'right', cell: (account) => textOf(account, 'balance.available') },
      { title: 'currency', cell: (account) => textOf(account, 'currency') },
    ],
    accounts,
  );

const repetitionText = ({ replayed, requests }: MarketplaceReport): string =>
  replayed === 0
    ? 'Each request carried an Idempotency-Key of its own: run this again on the same stack, and nothing moves twice.'
    : `${replayed} of ${requests} requests had been made by an earlier run. They got the same answers, and nothing moved twice.`;
