import type { StreamId } from '../../../domain/shared/stream-id.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import type { Ask } from '../clients/ask.ts';
import type { Request } from '../clients/request.ts';
import type { Commit } from '../world/recorded-store.ts';
import type { Trace } from '../world/trace.ts';
import { ledgerName } from '../world/world.ts';
import { legsOf, type SaidEvent, saidIn, units, wholeOf } from './stored-facts.ts';

/** Which request each effect belongs to: nothing happens that nobody asked for, and each happens once and as asked. */
export type Attribution = {
  /** Someone is about to ask. Several may ask different things under one key. */
  readonly asked: (request: Request) => void;
  /** Something else may be recorded there. */
  readonly allow: (streamId: StreamId) => void;
  readonly judge: (commit: Commit) => void;
  /** What was recorded for a key, at last. */
  readonly recordedAt: (streamId: StreamId) => { readonly text: string; readonly request: Request } | undefined;
};

const derived = (prefix: 'jen' | 'hld' | 'req', operation: string, key: string): string =>
  derivedId(prefix, { ledger: ledgerName, operation, key });

export const attribution = (trace: Trace): Attribution => {
  const asked = new Map<StreamId, Request[]>();
  const recorded = new Map<StreamId, { readonly text: string; readonly request: Request }>();
  const allowed = new Set<string>();

  const allowPartsOf = (transferId: string): void => {
    for (const [kind, id] of [
      ['hold', derived('hld', 'holdTransfer', transferId)],
      ['entry', derived('jen', 'captureTransfer', transferId)],
      ['entry', derived('jen', 'returnTransfer', transferId)],
      ['request', derived('req', 'settleTransfer', `${transferId}#settled`)],
      ['request', derived('req', 'settleTransfer', `${transferId}#returned`)],
      ['request', derived('req', 'resolveReview', `review ${transferId}`)],
      ['transfer', transferId],
    ] as const)
      allowed.add(streamIdOf(ledgerName, kind, id));
  };

  const attribute = ({ event, said, kind, id }: SaidEvent, all: readonly SaidEvent[]): void => {
    if (kind === 'account' || kind === 'risk') return;
    if (kind === 'hold') allowed.add(streamIdOf(ledgerName, 'request', derived('req', 'releaseHold', `${id}#expire`)));
    const request = asked.get(event.streamId)?.find(({ fingerprint }) => fingerprint === said.fingerprint);
    if (request !== undefined && !recorded.has(event.streamId)) {
      recorded.set(event.streamId, { text: event.text, request });
      allowed.add(event.streamId);
      if (kind === 'transfer') allowPartsOf(id);
      const fault = differenceOf(request.ask, all);
      if (fault !== undefined) trace.violate('SIM-07', `${event.streamId} is not as asked: ${fault}`);
      return;
    }
    const isNewsOfHold = kind === 'hold' && event.version > 0;
    if (!isNewsOfHold && !allowed.has(event.streamId))
      trace.violate('SIM-07', `Nobody asked for ${event.streamId}@${event.version}`);
  };

  return {
    asked: (request) => {
      asked.set(request.streamId, [...(asked.get(request.streamId) ?? []), request]);
    },
    allow: (streamId) => allowed.add(streamId),
    judge: (commit) => {
      const events = saidIn(commit);
      for (const one of events) attribute(one, events);
    },
    recordedAt: (streamId) => recorded.get(streamId),
  };
};

/** What an effect has other than its request; undefined where it is as asked. */
const differenceOf = (ask: Ask, events: readonly SaidEvent[]): string | undefined => {
  const entry = events.find(({ kind }) => kind === 'entry')?.said;
  const hold = events.find(({ kind }) => kind === 'hold')?.said;
  const account = events.find(({ kind }) => kind === 'account');
  // What was so already is recorded with the request alone, and nothing comes of it.
  if (events.length === 1 && events[0]?.kind === 'request') return undefined;
  switch (ask.kind) {
    case 'post': {
      const [wanted, found] = [ask.legs, entry === undefined ? [] : legsOf(entry)].map((legs) =>
        legs
          .map(({ account: id, side, units: amount, currency }) => `${side} ${wholeOf(id)} ${amount} ${currency}`)
          .join(),
      );
      return wanted === found ? undefined : `${found}`;
    }
    case 'hold':
      return units(hold?.hold?.amount) === ask.units && wholeOf(hold?.hold?.accountId ?? '') === ask.source
        ? undefined
        : 'the amount';
    case 'capture':
      return ask.units === undefined || units(hold?.amountCaptured) === ask.units ? undefined : 'the amount';
    case 'void':
      return hold?.type === 'HoldVoided' && hold.holdId === ask.holdId ? undefined : `${hold?.type}`;
    case 'transfer':
      return undefined;
    default:
      return account?.id === ask.account ? undefined : 'the account';
  }
};
