import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { partsOf, type StreamKind } from '../../../domain/shared/stream-id.ts';
import { minorUnitsOf } from '../../arbitraries/money.ts';
import type { Leg } from '../clients/ask.ts';
import type { Commit } from '../world/recorded-store.ts';

/** A stored event as JSON says it; the judges read it themselves, and use none of the ledger's own readers. */
export type Said = {
  readonly type: string;
  readonly recordedAt: string;
  readonly actor?: string;
  /** Of what an account's event came from, where it is no fact itself. */
  readonly cause?: string;
  readonly name?: string;
  readonly accountId?: string;
  readonly accountType?: string;
  readonly currency?: string;
  readonly status?: string;
  readonly floor?: string | null;
  readonly debits?: string;
  readonly credits?: string;
  readonly heldDebits?: string;
  readonly heldCredits?: string;
  readonly fingerprint?: string;
  readonly operation?: string;
  readonly subject?: string;
  readonly postings?: readonly {
    readonly accountId: string;
    readonly side: Leg['side'];
    readonly amount: string;
    readonly currency: string;
  }[];
  readonly hold?: {
    readonly status: string;
    readonly accountId: string;
    readonly destinationAccountId: string;
    readonly amount: string;
    readonly currency: string;
    readonly expiresAt: string | null;
    readonly transferId?: string;
  };
  readonly repair?: { readonly outcome: string; readonly proposedBy: string };
  readonly code?: string;
  readonly holdId?: string;
  readonly amountCaptured?: string;
  readonly transfer?: {
    readonly status: string;
    readonly entryIds: readonly string[];
    readonly reason: { readonly code: string } | null;
    readonly sourceAccountId: string;
    readonly settlementAccountId: string;
  };
};

export type SaidEvent = {
  readonly event: StoredEvent;
  readonly kind: StreamKind;
  readonly id: string;
  readonly said: Said;
};

export const saidIn = (commit: Commit): readonly SaidEvent[] =>
  commit.map((event) => {
    const { kind, id } = partsOf(event.streamId);
    return { event, kind, id, said: JSON.parse(event.text) as Said };
  });

export const units = (text: string | undefined): bigint => minorUnitsOf(text ?? '0');

/** The account that an id is of, which may be one of its stripes. */
export const wholeOf = (id: string): string => id.replace(/~.*/, '');

/** The postings of an entry in minor units. */
export const legsOf = ({ postings = [] }: Said): readonly Leg[] =>
  postings.map(({ accountId, side, amount, currency }) => ({
    account: accountId,
    side,
    units: minorUnitsOf(amount),
    currency,
  }));
