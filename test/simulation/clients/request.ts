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
  readonly origin: Origin;
  readonly body: unknown;
  readonly send: (ledger: Ledger, commands: Commands) => Promise<AnyOutcome>;
};

const origin: Origin = { ledger: ledgerName, actor: 'client' };
const ledger = ledgerName;

/** A request of a client. `secret` is in every field that people write freely. */
export const requestOf = (ask: Ask, key: string, secret: string): Request => {
  switch (ask.kind) {
    case 'open':
      return named({ ask, key }, openingOf(ask, secret), ({ openAccount }) => openAccount);
    case 'post':
      return named({ ask, key }, postingOf(ask, secret), ({ postEntry }) => postEntry);
    case 'hold':
      return named({ ask, key }, holdOf(ask, secret), ({ authorizeHold }) => authorizeHold);
    case 'capture':
      return named({ ask, key }, captureOf(ask, secret), ({ captureHold }) => captureHold);
    case 'void':
      return named({ ask, key }, { holdId: ask.holdId, type: 'VoidHold' }, ({ releaseHold }) => releaseHold);
    case 'transfer':
      return named({ ask, key }, transferOf(ask, secret), ({ requestTransfer }) => requestTransfer);
    default:
      return named({ ask, key }, changeOf(ask), ({ changeAccount }) => changeAccount);
  }
};

type Sent<Body> = { readonly origin: Origin; readonly key: string; readonly body: Body };

const named = <Body>(
  { ask, key }: { readonly ask: Ask; readonly key: string },
  body: Body,
  commandOf: (commands: Commands) => (to: Ledger, sent: Sent<Body>) => Promise<AnyOutcome>,
): Request => ({
  ask,
  key,
  streamId: streamOf(ask, key),
  fingerprint: fingerprintOf(body),
  origin,
  body,
  send: (to, commands) => commandOf(commands)(to, { origin, key, body }),
});

/** Where the request is recorded: in the stream of what it makes, or else in one of its own. */
const streamOf = ({ kind }: Ask, key: string): StreamId => {
  switch (kind) {
    case 'post':
      return streamIdOf(ledger, 'entry', derivedId('jen', { ledger, operation: 'postEntry', key }));
    case 'hold':
      return streamIdOf(ledger, 'hold', holdIdOf(ledger, key));
    case 'capture':
      return streamIdOf(ledger, 'entry', captureEntryIdOf(ledger, key));
    case 'transfer':
      return streamIdOf(ledger, 'transfer', transferIdOf(ledger, key));
    case 'open':
      return ownStream('openAccount', key);
    case 'void':
      return ownStream('releaseHold', key);
    default:
      return ownStream('changeAccount', key);
  }
};

const ownStream = (operation: string, key: string): StreamId =>
  streamIdOf(ledger, 'request', derivedId('req', { ledger, operation, key }));

type AskOf<Kind extends Ask['kind']> = Extract<Ask, { readonly kind: Kind }>;

const floorOf = (floor: bigint | undefined, currency: string) =>
  floor === undefined ? null : money(amountText(floor, currency), currency);

const openingOf = ({ account, type, currency, floor, stripes }: AskOf<'open'>, secret: string) => ({
  ...(stripes === undefined ? {} : { stripes }),
  accountId: accountId(account),
  accountType: type,
  currency: money('0', currency).currency,
  floor: floorOf(floor, currency),
  name: secret,
  metadata: { note: secret },
});

const postingOf = ({ legs }: AskOf<'post'>, secret: string) => ({
  ...entryBody(
    legs.map(({ account, side, units, currency }) => leg(account, side, amountText(units, currency), currency)),
  ),
  effectiveDate: dateOf(instantOf(0)),
  description: secret,
  metadata: { note: secret },
});

const captureOf = ({ holdId, units, currency }: AskOf<'capture'>, secret: string) => ({
  holdId,
  metadata: { note: secret },
  ...(units === undefined ? {} : { amount: amount(amountText(units, currency), currency) }),
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
