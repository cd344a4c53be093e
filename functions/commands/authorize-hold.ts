import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import { loadedAccount } from '../../domain/accounts/account-stream.ts';
import { type AuthorizeHold, authorizeHold as decideHold } from '../../domain/holds/authorize-hold.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut, type Plan } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { onStripes, streamTaking } from './on-stripes.ts';

type Refusal = HoldRejection | AccountRejection;

export type AuthorizeHoldBody = Omit<AuthorizeHold, 'holdId' | 'fingerprint'>;

/** The id of the hold that a request authorizes. */
export const holdIdOf = (ledger: string, key: string): string =>
  derivedId('hld', { ledger, operation: 'authorizeHold', key });

/** Sets funds aside on one account for another. */
export const authorizeHold = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<AuthorizeHoldBody>,
): Promise<CommandOutcome<Refusal>> => {
  const holdId = holdIdOf(origin.ledger, key);
  const streamId = streamIdOf(origin.ledger, 'hold', holdId);
  const { accountId, destinationAccountId } = body;
  const taking = { ledger: origin.ledger, chosenBy: holdId };
  const accountIds = [accountId, destinationAccountId];
  const plan = onStripes(ledger, { ledger: origin.ledger, accountIds }, (stripesOf): Plan<Refusal> => {
    const source = streamTaking(taking, accountId, stripesOf(accountId));
    const destination = streamTaking(taking, destinationAccountId, stripesOf(destinationAccountId));
    return {
      request: { streamId, fingerprint },
      reads: [...new Set([source, destination])],
      decide: (heads, now) =>
        decideHold(
          { ...body, holdId, fingerprint },
          {
            hold: ledger.eventStore.beginning(streamId),
            source: loadedAccount(heads(source)),
            destination: loadedAccount(heads(destination)),
          },
          { origin, now, digest: ledger.digest },
        ),
    };
  });
  return carryOut(plan, ledger, options);
};
