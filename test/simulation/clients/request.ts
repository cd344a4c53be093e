import type { Origin } from '../../../domain/facts/origin.ts';
import { dateOf, instantOf, parseInstant } from '../../../domain/shared/instant.ts';
import { type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureEntryIdOf } from '../../../functions/commands/capture-hold.ts';
import { transferIdOf } from '../../../functions/commands/request-transfer.ts';
import type { CommandOutcome } from '../../../functions/runtime/carry-out.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import { fingerprintOf } from '../../../functions/runtime/fingerprint.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { amount, money } from '../../support/money.ts';
import { accountId, entryBody, leg } from '../../support/test-ledger.ts';
import { ledgerName } from '../world/world.ts';
import { type Ask, amountText } from './ask.ts';
import type { Commands } from './commands.ts';

export type AnyOutcome = CommandOutcome<{ readonly code: string; readonly detail: string }>;

/** A wish with its Idempotency-Key: what is sent, and where it is recorded once it took effect. */
export type Request = {
  readonly ask: Ask;
  readonly key: string;
  readonly streamId: StreamId;
  readonly fingerprint: string;
  readonly send: (ledger: Ledger, commands: Commands) => Promise<AnyOutcome>;
};

const origin: Origin = { ledger: ledgerName, actor: 'client' };
const ledger = ledgerName;

/** A request of a client. `secret` is in every field that people write freely. */
export const requestOf = (ask: Ask, key: string, secret: string): Request => {
  const named = <Body>(streamId: StreamId, body: Body, run: (given: Sent<Body>) => Request['send']): Request => ({
    ask,
    key,
    streamId,
    fingerprint: fingerprintOf(body),
    send: (to, commands) => run({ origin, key, body })(to, commands),
  });
  const requestStream = (operation: string): StreamId =>
    streamIdOf(ledger, 'request', derivedId('req', { ledger, operation, key }));
  switch (ask.kind) {
    case 'open':
      return named(
        requestStream('openAccount'),
        openingOf(ask, secret),
        (sent) =>
          (to, { openAccount }) =>
            openAccount(to, sent),
      );
    case 'post':
      return named(
        streamIdOf(ledger, 'entry', derivedId('jen', { ledger, operation: 'postEntry', key })),
        { ...postingOf(ask), description: secret, metadata: { note: secret } },
        (sent) =>
          (to, { postEntry }) =>
            postEntry(to, sent),
      );
    case 'hold':
      return named(
        streamIdOf(ledger, 'hold', holdIdOf(ledger, key)),
        holdOf(ask, secret),
        (sent) => (to, commands) => commands.authorizeHold(to, sent),
      );
    case 'capture': {
      const some = ask.units === undefined ? {} : { amount: amount(amountText(ask.units, ask.currency), ask.currency) };
      const body = { holdId: ask.holdId, metadata: { note: secret }, ...some };
      return named(
        streamIdOf(ledger, 'entry', captureEntryIdOf(ledger, key)),
        body,
        (sent) =>
          (to, { captureHold }) =>
            captureHold(to, sent),
      );
    }
    case 'void':
      return named(
        requestStream('releaseHold'),
        { holdId: ask.holdId, type: 'VoidHold' as const },
        (sent) =>
          (to, { releaseHold }) =>
            releaseHold(to, sent),
      );
    case 'transfer':
      return named(
        streamIdOf(ledger, 'transfer', transferIdOf(ledger, key)),
        transferOf(ask, secret),
        (sent) =>
          (to, { requestTransfer }) =>
            requestTransfer(to, sent),
      );
    default:
      return named(
        requestStream('changeAccount'),
        changeOf(ask),
        (sent) =>
          (to, { changeAccount }) =>
            changeAccount(to, sent),
      );
  }
};

type Sent<Body> = { readonly origin: Origin; readonly key: string; readonly body: Body };
type AskOf<Kind extends Ask['kind']> = Extract<Ask, { readonly kind: Kind }>;

const floorOf = (floor: bigint | undefined, currency: string) =>
  floor === undefined ? null : money(amountText(floor, currency), currency);

const openingOf = ({ account, type, currency, floor }: AskOf<'open'>, secret: string) => ({
  accountId: accountId(account),
  accountType: type,
  currency: money('0', currency).currency,
  floor: floorOf(floor, currency),
  name: secret,
  metadata: { note: secret },
});

const postingOf = ({ legs }: AskOf<'post'>) => ({
  ...entryBody(
    legs.map(({ account, side, units, currency }) => leg(account, side, amountText(units, currency), currency)),
  ),
  effectiveDate: dateOf(instantOf(0)),
});

const holdOf = (ask: AskOf<'hold'>, secret: string) => ({
  accountId: accountId(ask.source),
  destinationAccountId: accountId(ask.destination),
  amount: amount(amountText(ask.units, ask.currency), ask.currency),
  expiresAt: ask.expiresAt === null ? null : (parseInstant(ask.expiresAt) ?? null),
  description: secret,
});

const transferOf = (ask: AskOf<'transfer'>, secret: string) => ({
  kind: 'payout' as const,
  sourceAccountId: accountId(ask.source),
  settlementAccountId: accountId(ask.settlement),
  amount: amount(amountText(ask.units, ask.currency), ask.currency),
  destination: ask.destination,
  description: secret,
  metadata: { note: secret },
});

const changeOf = (ask: AskOf<'freeze' | 'unfreeze' | 'close' | 'floor'>) => ({
  accountId: accountId(ask.account),
  change:
    ask.kind === 'floor'
      ? ({ type: 'ChangeFloor', floor: floorOf(ask.floor, ask.currency) } as const)
      : ({ type: changes[ask.kind] } as const),
});

const changes = { freeze: 'FreezeAccount', unfreeze: 'UnfreezeAccount', close: 'CloseAccount' } as const;
