import type { CurrencyCode } from '../../../domain/money/currency.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { factIdOf } from '../../../domain/shared/stream-id.ts';
import { textOf } from '../../arbitraries/money.ts';
import type { Commit } from '../world/recorded-store.ts';
import { type SaidEvent, saidIn, units } from './stored-facts.ts';

/** Versions of an account, as its events in the store say them. */
type Versions = Map<number, SaidEvent>;

/** Follows a log line by line, and tells how its facts leave the accounts: by the events in the store alone. */
export const accountsAlong = (commits: readonly Commit[]) => {
  const byFact = new Map<string, SaidEvent[]>();
  for (const one of commits.flatMap(saidIn)) {
    if (one.kind !== 'account') continue;
    const factId = one.said.cause ?? factIdOf(one.event.streamId, one.event.version);
    byFact.set(factId, [...(byFact.get(factId) ?? []), one]);
  }
  const passed = new Map<string, Versions>();
  return {
    pass: (line: string): void => {
      const { factId } = JSON.parse(line) as { readonly factId: string };
      for (const one of byFact.get(factId) ?? []) {
        const versions: Versions = passed.get(one.id) ?? new Map();
        passed.set(one.id, versions.set(one.event.version, one));
      }
    },
    /** Accounts of which an earlier version is missing than was passed. */
    missing: (): readonly string[] =>
      [...passed].filter(([, versions]) => !versions.has(1) || isTorn(versions)).map(([id]) => id),
    /** The lines of a heads file, and the totals of each currency. */
    heads: (): readonly string[] => newestOf(passed).map((account) => headOf(account, passed.get(account.id)?.get(1))),
    totals: () => totalsOf(newestOf(passed)),
  };
};

const newestVersion = (versions: Versions): number => Math.max(...versions.keys());

const isTorn = (versions: Versions): boolean => newestVersion(versions) !== versions.size;

const newestOf = (passed: ReadonlyMap<string, Versions>): readonly SaidEvent[] =>
  [...passed.values()]
    .flatMap((versions) => versions.get(newestVersion(versions)) ?? [])
    .sort((one, other) => (one.id < other.id ? -1 : 1));

const headOf = ({ event, id, said }: SaidEvent, opened: SaidEvent | undefined): string => {
  const { accountType: type, currency = '', status, debits, credits, heldDebits, heldCredits } = said;
  const none = textOf(0n, currency as CurrencyCode);
  return canonicalJson({
    ...{ accountId: id, name: opened?.said.name, type, currency, status, version: event.version, hash: event.hash },
    ...{ debits, credits, heldDebits: heldDebits ?? none, heldCredits: heldCredits ?? none },
  });
};

const totalsOf = (accounts: readonly SaidEvent[]) => {
  const sums = new Map<string, { readonly debits: bigint; readonly credits: bigint }>();
  for (const { said } of accounts) {
    const { currency = '', debits, credits } = said;
    const before = sums.get(currency) ?? { debits: 0n, credits: 0n };
    sums.set(currency, { debits: before.debits + units(debits), credits: before.credits + units(credits) });
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { debits, credits }]) => {
      const text = (sum: bigint): string => textOf(sum, currency as CurrencyCode);
      return { currency, debits: text(debits), credits: text(credits) };
    });
};
