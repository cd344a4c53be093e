import type { RowKey } from '../../ports/projection-store.ts';
import { versionText } from '../finding.ts';
import type { Close } from './close-line.ts';

/** Where the heads of a close are kept; their name is the index of its entry. */
export const headsName = (ledger: string, index: number): string => `log/${ledger}/heads/${index}`;

/** A close of a ledger's log with its index, and the place, from 1, at which the segment of its line begins. */
export type CloseRow = Close & { readonly index: number; readonly segment: number };

/** Where the rows of a ledger's closes are, in their order. */
export const closesOf = (ledger: string): string => `${ledger}#archived#closes`;

export const closeKey = (ledger: string, index: number): RowKey => ({
  partition: closesOf(ledger),
  sort: versionText(index),
});

/** Where it is kept that a close was asked for, and by whom, once for each request. */
export const askedName = (ledger: string, requestId: string): string => `log/${ledger}/asked/${requestId}`;
