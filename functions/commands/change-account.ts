import type { AccountId } from '../../domain/accounts/account.ts';
import type { AccountRejection, ChangeAccount } from '../../domain/accounts/account-decider.ts';
import { changeAccount as decideChange } from '../../domain/accounts/account-life.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { requestNaming } from './request-naming.ts';

export type ChangeAccountBody = { readonly accountId: AccountId; readonly change: ChangeAccount };

/** Freezes, unfreezes or closes an account, or changes its floor. */
export const changeAccount = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<ChangeAccountBody>,
): Promise<CommandOutcome<AccountRejection>> => {
  const streamId = streamIdOf(origin.ledger, 'account', body.accountId);
  const naming = requestNaming(ledger, {
    origin,
    key,
    operation: 'changeAccount',
    fingerprint,
    subject: body.accountId,
    isKeptUnchanged: true,
  });
  const plan = naming.plan([streamId], (heads, now) =>
    decideChange(body.change, loadedAccount(heads(streamId)), { origin, now, digest: ledger.digest }),
  );
  return carryOut(plan, ledger, options);
};
