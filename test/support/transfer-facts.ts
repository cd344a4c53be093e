import type { TransferFact, TransferStatus } from '../../domain/facts/transfer-facts.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { accountId, origin } from './test-ledger.ts';

type Moment = Exclude<TransferFact, { readonly repair: unknown }>;

const moments: readonly (readonly [Moment['type'], TransferStatus])[] = [
  ['TransferRequested', 'requested'],
  ['TransferScreened', 'screened'],
  ['TransferRefused', 'refused'],
];

/** Writes the first moments of a transfer's history, at most three. */
export const transferFacts = async (ledger: Ledger, transferId: string, steps: number): Promise<void> => {
  const streamId = streamIdOf(origin.ledger, 'transfer', transferId);
  for (const [type, status] of moments.slice(0, steps)) {
    const [head] = await ledger.eventStore.load([streamId], 'strong');
    if (head === undefined) throw new Error('No head');
    const fact = momentOf(ledger, { type, status, transferId, previousHash: head.newest?.hash ?? '' });
    const text = canonicalJson(fact);
    await ledger.eventStore.append([{ head, text, hash: ledger.digest(text), published: true }]);
  }
};

const momentOf = (
  ledger: Ledger,
  {
    type,
    status,
    transferId,
    previousHash,
  }: Pick<Moment, 'type' | 'transferId' | 'previousHash'> & { status: TransferStatus },
): Moment => ({
  ledger: origin.ledger,
  actor: origin.actor,
  recordedAt: ledger.clock.now(),
  type,
  schemaVersion: 1,
  transferId,
  previousHash,
  transfer: {
    kind: 'payout',
    status,
    sourceAccountId: accountId('sellers:1'),
    settlementAccountId: accountId('assets:bank'),
    currency: 'USD',
    amount: '25.00',
    destination: 'sim-accept',
    description: 'Payout',
    metadata: {},
    requestedAt: ledger.clock.now(),
    reason: null,
    holdId: null,
    entryIds: [],
    railReference: null,
  },
});
