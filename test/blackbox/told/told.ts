import type * as z from 'zod';
import type { Exchange, History } from '../history/exchange.ts';
import {
  type EntryAnswer,
  entryAnswer,
  type HoldAnswer,
  holdAnswer,
  type TransferAnswer,
  transferAnswer,
} from './answers.ts';
import { type Operation, operationsOf } from './operations.ts';
import { type RouteName, routeOf } from './routes.ts';

/** When something became so, as seen from outside: after `begun` and before `known`. */
export type Span = { readonly begun: number; readonly known: number };

export type ToldEntry = Span & { readonly entry: EntryAnswer; readonly operation: Operation | undefined };

export type ToldHold = Span & {
  /** As it was last seen. */
  readonly hold: HoldAnswer;
  /** When it was voided or expired; undefined where it was not. */
  readonly ended: Span | undefined;
};

export type ToldTransfer = Span & { readonly transfer: TransferAnswer; readonly operation: Operation };

export type Read<Body> = { readonly id: string; readonly body: Body; readonly exchange: Exchange };

/** A history, put together: what the ledger has told about each thing. */
export type Told = {
  readonly history: History;
  readonly operations: readonly Operation[];
  readonly entries: ReadonlyMap<string, ToldEntry>;
  readonly holds: ReadonlyMap<string, ToldHold>;
  readonly transfers: ReadonlyMap<string, ToldTransfer>;
  /** Answered reads of a route that are as they should be; the others are the business of another check. */
  readonly readsOf: <Shape extends z.ZodType>(route: RouteName, shape: Shape) => readonly Read<z.infer<Shape>>[];
};

const isRead = ({ method, answer }: Exchange): boolean => method === 'GET' && answer !== null && answer.status === 200;

export const toldBy = (history: History): Told => {
  const operations = operationsOf(history.exchanges);
  const reads = history.exchanges.filter(isRead).map((exchange) => ({ exchange, ...routeOf(exchange) }));
  const readsOf: Told['readsOf'] = (wanted, shape) =>
    reads.flatMap(({ exchange, route, id }) => {
      const parsed = route === wanted ? shape.safeParse(exchange.answer?.body) : undefined;
      return parsed?.success === true ? [{ id, body: parsed.data, exchange }] : [];
    });
  const transfers = transfersOf(operations, readsOf);
  const entries = entriesOf(operations, transfers, readsOf);
  return { history, operations, readsOf, transfers, entries, holds: holdsOf(operations, transfers, readsOf) };
};

/** The body of an accepted answer; undefined where it is not as it should be. */
const acceptedBody = <Shape extends z.ZodType>({ accepted }: Operation, shape: Shape): z.infer<Shape> | undefined => {
  const parsed = accepted === undefined ? undefined : shape.safeParse(accepted.answer?.body);
  return parsed?.success === true ? parsed.data : undefined;
};

const lastById = <Body>(reads: readonly Read<Body>[]): ReadonlyMap<string, Read<Body>> =>
  new Map(reads.map((read) => [read.id, read]));

const transfersOf = (operations: readonly Operation[], readsOf: Told['readsOf']): ReadonlyMap<string, ToldTransfer> => {
  const reads = lastById(readsOf('transfer', transferAnswer));
  return new Map(
    operations.flatMap((operation) => {
      const requested = operation.route === 'requestTransfer' ? acceptedBody(operation, transferAnswer) : undefined;
      if (requested === undefined) return [];
      const transfer = reads.get(requested.id)?.body ?? requested;
      return [[requested.id, { transfer, operation, begun: operation.begun, known: operation.known }]];
    }),
  );
};

const entriesOf = (
  operations: readonly Operation[],
  transfers: Told['transfers'],
  readsOf: Told['readsOf'],
): ReadonlyMap<string, ToldEntry> => {
  const entries = new Map<string, ToldEntry>();
  for (const operation of operations) {
    if (operation.route !== 'postEntry' && operation.route !== 'captureHold') continue;
    const entry = acceptedBody(operation, entryAnswer);
    if (entry !== undefined)
      entries.set(entry.id, { entry, operation, begun: operation.begun, known: operation.known });
  }
  const ofTransfers = new Map(
    [...transfers.values()].flatMap(({ transfer, begun }) => transfer.entryIds.map((id) => [id, begun])),
  );
  for (const { id, body: entry, exchange } of readsOf('entry', entryAnswer)) {
    const begun = ofTransfers.get(id);
    if (begun !== undefined && !entries.has(id))
      entries.set(id, { entry, operation: undefined, begun, known: exchange.ended });
  }
  return entries;
};

const holdsOf = (
  operations: readonly Operation[],
  transfers: Told['transfers'],
  readsOf: Told['readsOf'],
): ReadonlyMap<string, ToldHold> => {
  const reads = lastById(readsOf('hold', holdAnswer));
  const spans = new Map<string, Span>();
  for (const operation of operations) {
    const hold = operation.route === 'authorizeHold' ? acceptedBody(operation, holdAnswer) : undefined;
    if (hold !== undefined) spans.set(hold.id, { begun: operation.begun, known: operation.known });
  }
  for (const { transfer, begun } of transfers.values())
    if (transfer.holdId !== null) {
      const known = reads.get(transfer.holdId)?.exchange.ended ?? Number.POSITIVE_INFINITY;
      spans.set(transfer.holdId, { begun, known });
    }
  const voids = Map.groupBy(
    operations.filter(({ route }) => route === 'voidHold'),
    ({ id }) => id,
  );
  return new Map(
    [...spans].flatMap(([id, span]) => {
      const read = reads.get(id);
      return read === undefined ? [] : [[id, { ...span, hold: read.body, ended: endOf(read, span, voids.get(id)) }]];
    }),
  );
};

const endOf = (
  { body: { status }, exchange }: Read<HoldAnswer>,
  { begun }: Span,
  voids: readonly Operation[] = [],
): Span | undefined => {
  // The sweeper expires holds, and a transfer voids its own.
  if (status === 'expired' || (status === 'voided' && voids.length === 0)) return { begun, known: exchange.ended };
  if (status !== 'voided') return undefined;
  const accepted = voids.filter((one) => one.accepted !== undefined);
  return {
    begun: Math.min(...voids.map((one) => one.begun)),
    known: Math.min(exchange.ended, ...accepted.map((one) => one.known)),
  };
};
