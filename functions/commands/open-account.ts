import type { AccountRejection, OpenAccount } from '../../domain/accounts/account-decider.ts';
import { openAccount as decideOpening } from '../../domain/accounts/account-life.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { requestNaming } from './request-naming.ts';

export type OpenAccountBody = Omit<OpenAccount, 'type'> & {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
};

/** Opens an account: its first event, and the record of the request. */
export const openAccount = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<OpenAccountBody>,
): Promise<CommandOutcome<AccountRejection>> => {
  const { name, metadata, ...terms } = body;
  const streamId = streamIdOf(origin.ledger, 'account', body.accountId);
  const naming = requestNaming(ledger, { origin, key, operation: 'openAccount', fingerprint, subject: body.accountId });
  const plan = naming.plan([streamId], (heads, now) =>
    decideOpening({ ...terms, type: 'OpenAccount' }, { name, metadata, fingerprint }, loadedAccount(heads(streamId)), {
      origin,
      now,
      digest: ledger.digest,
    }),
  );
  return carryOut(plan, ledger, options);
};
