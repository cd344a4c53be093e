import type { AccountId } from '../../domain/accounts/account.ts';
import { rejectionOf } from '../../domain/facts/request-rejected.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { changeAccount } from '../../functions/commands/change-account.ts';
import { recordResolution } from '../../functions/commands/record-resolution.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { origin } from './test-ledger.ts';

/** Freezes an account and ends that, so that it may be used again: two versions that move nothing. */
export const freeze = async (ledger: Ledger, accountId: AccountId, key: string): Promise<void> => {
  for (const type of ['FreezeAccount', 'UnfreezeAccount'] as const)
    await changeAccount(ledger, { origin, key: `${type} ${key}`, body: { accountId, change: { type } } });
};

/** Records a fact that names an account and moves none. */
export const remark = async (
  ledger: Ledger,
  { what, named, key }: { readonly what: 'refusal' | 'resolution'; readonly named: AccountId; readonly key: string },
): Promise<void> => {
  const [now, id] = [ledger.clock.now(), key.padStart(26, '0')];
  if (what === 'resolution') {
    const alert = {
      alertId: `alr_${id}`,
      accountId: named,
      factId: `main#J#jen_${id}@0`,
      raisedAt: now,
      transferId: null,
    };
    const more = { status: 'open', resolution: null, outcome: 'review', reasons: [], features: {} } as const;
    await recordResolution(ledger, { origin, alert: { ...alert, ...more }, decision: 'refuse' });
    return;
  }
  const refused = { operation: 'postEntry', code: 'InsufficientFunds', fingerprint: sha256(key), accountIds: [named] };
  const head = ledger.eventStore.beginning(streamIdOf(origin.ledger, 'rejection', `rej_${id}`));
  await ledger.eventStore.append([
    rejectionOf({ ...refused, rejectionId: `rej_${id}` }, head, { origin, now, digest: ledger.digest }),
  ]);
};
