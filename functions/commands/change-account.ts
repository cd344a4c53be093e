import type { AccountId } from '../../domain/accounts/account.ts';
import type { AccountRejection, ChangeAccount } from '../../domain/accounts/account-decider.ts';
import { changeAccount as decideChange } from '../../domain/accounts/account-life.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../domain/accounts/stripe.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { onStripes } from './on-stripes.ts';
import { requestNaming } from './request-naming.ts';

export type ChangeAccountBody = { readonly accountId: AccountId; readonly change: ChangeAccount };

/** Freezes, unfreezes or closes an account, with all of its stripes at once, or changes its floor. */
export const changeAccount = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<ChangeAccountBody>,
): Promise<CommandOutcome<AccountRejection>> => {
  const { accountId, change } = body;
  const streamOf = (id: AccountId): StreamId => streamIdOf(origin.ledger, 'account', id);
  const naming = requestNaming(ledger, {
    origin,
    key,
    operation: 'changeAccount',
    fingerprint,
    subject: accountId,
    isKeptUnchanged: true,
  });
  const plan = onStripes(ledger, { ledger: origin.ledger, accountIds: [accountId] }, (stripesOf) => {
    const stripes = stripeIdsOf(accountId, stripesOf(accountId)).map(streamOf);
    return naming.plan([streamOf(accountId), ...stripes], (heads, now) => {
      const loaded = (id: StreamId) => loadedAccount(heads(id));
      const whole = { own: loaded(streamOf(accountId)), stripes: stripes.map(loaded) };
      return decideChange(change, whole, { origin, now, digest: ledger.digest });
    });
  });
  return carryOut(plan, ledger, options);
};
