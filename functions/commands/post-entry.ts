import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import { loadedAccount, recordedAtOf } from '../../domain/accounts/account-stream.ts';
import { accountsOf, postEntry as decideEntry, type PostJournalEntry } from '../../domain/journal/post-entry.ts';
import { strictlyAfter } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { type CommandOutcome, carryOut, type Plan } from '../runtime/carry-out.ts';
import { derivedId } from '../runtime/derived-id.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { onStripes, streamTaking } from './on-stripes.ts';

export type PostEntryBody = Omit<PostJournalEntry, 'entryId' | 'fingerprint'>;

/** Posts a journal entry: one DynamoDB transaction of the entry and one event for each account. */
export const postEntry = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<PostEntryBody>,
): Promise<CommandOutcome<AccountRejection>> => {
  const entryId = derivedId('jen', { ledger: origin.ledger, operation: 'postEntry', key });
  const request = { streamId: streamIdOf(origin.ledger, 'entry', entryId), fingerprint };
  const accountIds = accountsOf(body.postings);
  const taking = { ledger: origin.ledger, chosenBy: entryId };
  const plan = onStripes(ledger, { ledger: origin.ledger, accountIds }, (stripesOf): Plan<AccountRejection> => {
    const streams = new Map(
      accountIds.map((accountId) => [accountId, streamTaking(taking, accountId, stripesOf(accountId))]),
    );
    return {
      request,
      reads: [...streams.values()],
      decide: (heads, now) => {
        const accounts = new Map([...streams].map(([accountId, id]) => [accountId, loadedAccount(heads(id))]));
        const recordedAt = strictlyAfter(
          now,
          [...accounts.values()].map(({ head }) => recordedAtOf(head)),
        );
        const entry = ledger.eventStore.beginning(request.streamId);
        const recording = { origin, now, digest: ledger.digest };
        return decideEntry({ ...body, entryId, fingerprint }, { entry, accounts }, { recording, recordedAt });
      },
    };
  });
  return carryOut(plan, ledger, options);
};
