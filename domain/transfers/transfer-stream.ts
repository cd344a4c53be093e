import { recordedAtOf } from '../accounts/account-stream.ts';
import { noPreviousHash } from '../audit/hash-chain.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import type { TransferFact, TransferSnapshot } from '../facts/transfer-facts.ts';
import type { StreamHead, StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { strictlyAfter } from '../shared/instant.ts';
import { transfer } from './transfer-decider.ts';
import type { TransferEvent } from './transfer-event.ts';
import { transferOf } from './transfer-of-snapshot.ts';
import type { Transfer, TransferState } from './transfer-state.ts';

/** The step of the saga that records something, as it is written into the fact. */
export type StepRun = NonNullable<TransferFact['step']>;

/** The transfer as its newest event tells it. */
export const transferStateOf = (head: StreamHead): TransferState =>
  head.newest === undefined ? transfer.initialState : transferAfter(JSON.parse(head.newest.text) as TransferFact);

/** The transfer after a fact of its history. */
export const transferAfter = (fact: TransferFact): Transfer => {
  const after = transferOf(fact.transfer);
  const isProposal = fact.type === 'TransferRepairProposed' && after.status === 'needsRepair';
  return isProposal ? { ...after, proposed: fact.repair } : after;
};

/** A transfer as it is written into its facts. */
export const transferSnapshotOf = (state: Transfer): TransferSnapshot => {
  const { amount, ...terms } = state.terms;
  return {
    ...terms,
    status: state.status,
    currency: amount.currency,
    amount: amount.amount,
    requestedAt: state.requestedAt,
    reason: 'reason' in state ? state.reason : 'abandoned' in state ? state.abandoned : null,
    holdId: 'holdId' in state ? state.holdId : null,
    entryIds: 'entryIds' in state ? state.entryIds : [],
    railReference: 'railReference' in state ? state.railReference : null,
  };
};

/** What goes into a fact beside the event: who recorded it, and what tells a replay of the request. */
export type AboutFact = { readonly transferId: string; readonly step?: StepRun; readonly fingerprint?: string };

/** The fact that an event becomes, as the next event of the transfer's stream. */
export const transferWrite = (
  { head, event, after }: { readonly head: StreamHead; readonly event: TransferEvent; readonly after: Transfer },
  { transferId, step, fingerprint }: AboutFact,
  { origin, now, digest }: Recording,
): StreamWrite => {
  const fact = {
    ...headerOf(origin, strictlyAfter(now, [recordedAtOf(head)])),
    type: event.type,
    schemaVersion: 1,
    transferId,
    transfer: transferSnapshotOf(after),
    previousHash: head.newest?.hash ?? noPreviousHash,
    ...(step === undefined ? {} : { step }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...('error' in event ? { error: event.error } : {}),
    ...('repair' in event ? { repair: event.repair } : {}),
    ...('screening' in event && event.screening !== undefined ? { screening: event.screening } : {}),
  } as TransferFact;
  const text = canonicalJson(fact);
  return { head, text, hash: digest(text), published: true };
};
