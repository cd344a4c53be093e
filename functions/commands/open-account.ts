import type { AccountId } from '../../domain/accounts/account.ts';
import type { AccountRejection, OpenAccount } from '../../domain/accounts/account-decider.ts';
import { openAccount as decideOpening } from '../../domain/accounts/account-life.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../domain/accounts/stripe.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { requestNaming } from './request-naming.ts';

export type OpenAccountBody = Omit<OpenAccount, 'type' | 'stripes'> & {
  /** 1 where absent, which is an account without stripes. */
  readonly stripes?: number;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
};

/** Opens an account: its first event, that of each of its stripes, and the record of the request. */
export const openAccount = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<OpenAccountBody>,
): Promise<CommandOutcome<AccountRejection>> => {
  const { name, metadata, stripes = 1, ...terms } = body;
  const { accountId } = body;
  const streamOf = (id: AccountId): StreamId => streamIdOf(origin.ledger, 'account', id);
  const naming = requestNaming(ledger, { origin, key, operation: 'openAccount', fingerprint, subject: accountId });
  const plan = naming.plan([streamOf(accountId)], (heads, now) => {
    const unopened = stripeIdsOf(accountId, stripes).map((id) => ledger.eventStore.beginning(streamOf(id)));
    const whole = { own: loadedAccount(heads(streamOf(accountId))), stripes: unopened.map(loadedAccount) };
    const recording = { origin, now, digest: ledger.digest };
    return decideOpening({ ...terms, stripes, type: 'OpenAccount' }, { name, metadata, fingerprint }, whole, recording);
  });
  return carryOut(plan, ledger, options);
};
