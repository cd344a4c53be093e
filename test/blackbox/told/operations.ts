import { type Exchange, isAccepted, isDefinite } from '../history/exchange.ts';
import { type Routed, routeOf } from './routes.ts';

/** One thing that was wanted under one key: all its attempts and repetitions, and what was tried with its key. */
export type Operation = Routed & {
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  /** Other bodies under the same key. */
  readonly misuses: readonly Exchange[];
  /** It took effect after this moment, if it did ... */
  readonly begun: number;
  /** ... and before this one: the end of the first answer that says so. Infinity where none does. */
  readonly known: number;
  readonly accepted: Exchange | undefined;
  /** Nobody ever said what became of it. */
  readonly isUndetermined: boolean;
};

/** All writes of a history, by key. */
export const operationsOf = (exchanges: readonly Exchange[]): readonly Operation[] => {
  const byKey = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    if (exchange.key === null) continue;
    const known = byKey.get(exchange.key);
    if (known === undefined) byKey.set(exchange.key, [exchange]);
    else known.push(exchange);
  }
  return [...byKey].map(([key, all]) => operationOf(key, all));
};

const operationOf = (key: string, all: readonly Exchange[]): Operation => {
  const exchanges = all.filter(({ purpose }) => purpose !== 'misuse');
  const [first] = exchanges;
  if (first === undefined) throw new Error(`${key} was only misused`);
  const accepted = exchanges.find(isAccepted);
  return {
    ...routeOf(first),
    key,
    body: (first.body ?? {}) as Operation['body'],
    exchanges,
    misuses: all.filter(({ purpose }) => purpose === 'misuse'),
    begun: Math.min(...exchanges.map(({ begun }) => begun)),
    known: accepted?.ended ?? Number.POSITIVE_INFINITY,
    accepted,
    isUndetermined: !exchanges.some(isDefinite),
  };
};
