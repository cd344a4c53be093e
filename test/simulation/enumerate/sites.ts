import { partsOf } from '../../../domain/shared/stream-id.ts';
import type { CallFault, MishapKind } from '../world/faults.ts';
import { type Hindrance, passingReasons } from '../world/weather.ts';
import type { Plan } from './plan.ts';

/** One thing that can go wrong at one site. */
export type SingleFault = { readonly site: string } & (
  | { readonly call: CallFault }
  | { readonly chance: MishapKind }
  | { readonly hindrance: Hindrance }
);

/** Where something can go wrong: found by running, not by a list. */
export type Sites = { readonly plan: Plan; readonly found: () => ReadonlyMap<string, readonly SingleFault[]> };

const faultsOfReads = ['errorBefore', 'crashBefore', 'slow', 'throttled', 'outage'] as const;
const faultsOfWrites = [
  ...faultsOfReads,
  ...(['errorAfter', 'lateEffect', 'crashAfter', 'zombieWrite'] as const),
] as const;
const isRead = /\.(query|load|read|dueBy|stateOf) /;

/** Notes every site that a run comes to, and what can go wrong there. Nothing does. */
export const findSites = (): Sites => {
  const sites = new Map<string, readonly SingleFault[]>();
  const note = (site: string, faults: () => readonly SingleFault[]): undefined => {
    if (!sites.has(site)) sites.set(site, faults());
    return undefined;
  };
  return {
    found: () => sites,
    plan: {
      atCall: (site) =>
        note(site, () => (isRead.test(site) ? faultsOfReads : faultsOfWrites).map((call) => ({ site, call }))),
      atChance: (site, chance) => note(site, () => [{ site, chance }]) === null,
      atAppend: (site, streamIds) => note(site, () => hindrancesOf(site, streamIds)),
    },
  };
};

/**
 * Each reason at each position; a rival that was faster on one of the accounts; and the same append again,
 * as of an attempt that was taken for lost.
 */
const hindrancesOf = (site: string, streamIds: readonly string[]): readonly SingleFault[] =>
  streamIds
    .flatMap((streamId, position) => [
      ...passingReasons.map((code) => ({ code, position })),
      ...(partsOf(streamId).kind === 'account' ? [{ code: 'Rival', position }] : []),
      ...(position === 0 ? [{ code: 'Twin', position }] : []),
    ])
    .map((hindrance) => ({ site, hindrance }));

/** The plan in which exactly one thing goes wrong, the first time its site is reached. */
export const singly = (fault: SingleFault): { readonly plan: Plan; readonly isReached: () => boolean } => {
  let isReached = false;
  const strikesAt = (site: string): boolean => {
    if (isReached || site !== fault.site) return false;
    isReached = true;
    return true;
  };
  return {
    isReached: () => isReached,
    plan: {
      atCall: (site) => ('call' in fault && strikesAt(site) ? fault.call : undefined),
      atChance: (site, kind) => 'chance' in fault && kind === fault.chance && strikesAt(site),
      atAppend: (site) => ('hindrance' in fault && strikesAt(site) ? fault.hindrance : undefined),
    },
  };
};

/** The fault as words: `saga/Hold: ledger.query 2 crashBefore`. */
export const wordsOf = (fault: SingleFault): string => {
  if ('call' in fault) return `${fault.site} ${fault.call}`;
  if ('chance' in fault) return fault.site;
  return `${fault.site} ${fault.hindrance.code} at ${fault.hindrance.position}`;
};
