import { type AccountEvent, accountEvents } from './account-events.ts';
import { type AccountState, changed, refusalOf } from './account-model.ts';
import { type Prefix, prefixMaximum } from './prefix-maximum.ts';
import type { Told } from './told.ts';

/** An event that has found its version. */
export type PlacedEvent = AccountEvent & { readonly version: number };

/** All that happened to one account, in the order of its versions. */
export type Timeline = {
  readonly accountId: string;
  readonly events: readonly PlacedEvent[];
  /** The account after each version; index 0 is before it was opened. */
  readonly states: readonly (AccountState | undefined)[];
  /** Of events: what was certain before a moment, and what had begun before it. */
  readonly certainAt: Prefix;
  readonly possibleAt: Prefix;
  /** What does not fit: versions claimed twice, versions that nothing explains, times that do not rise. */
  readonly faults: readonly string[];
  /** What the model would have refused. */
  readonly refused: readonly string[];
};

/** Puts the events of each account in order. Throws Unreadable. */
export const timelinesOf = (told: Told): ReadonlyMap<string, Timeline> =>
  new Map(
    [...Map.groupBy(accountEvents(told), ({ accountId }) => accountId)].map(([accountId, events]) => [
      accountId,
      timelineOf(accountId, events),
    ]),
  );

const timelineOf = (accountId: string, events: readonly AccountEvent[]): Timeline => {
  const { placed, faults } = inOrder(accountId, events);
  const states: (AccountState | undefined)[] = [undefined];
  const refused: string[] = [];
  for (const { version, change, cause } of placed) {
    const before = states.at(-1);
    const refusal = refusalOf(before, change);
    if (refusal !== undefined) refused.push(`${accountId}@${version}: ${cause} was taken, where it is ${refusal}`);
    // An account without its opening cannot be followed; that it has none is told already.
    states.push(before === undefined && change.type !== 'opened' ? undefined : changed(before, change));
  }
  return {
    accountId,
    events: placed,
    states,
    certainAt: prefixMaximum(placed.map(({ known, version }) => ({ at: known, value: version }))),
    possibleAt: prefixMaximum(placed.map(({ begun, version }) => ({ at: begun, value: version }))),
    faults: [...faults, ...timeFaults(accountId, placed)],
    refused,
  };
};

// Where an answer says the version, it stands; the others take what is left, in the order of their times.
const inOrder = (
  accountId: string,
  events: readonly AccountEvent[],
): { readonly placed: readonly PlacedEvent[]; readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const claimed = new Map<number, AccountEvent>();
  for (const event of events) {
    if (event.version === undefined) continue;
    const other = claimed.get(event.version);
    if (other === undefined) claimed.set(event.version, event);
    else faults.push(`${accountId}@${event.version} is ${other.cause}, and also ${event.cause}`);
  }
  const waiting = events
    .filter(({ version }) => version === undefined)
    .sort((one, other) => ((one.recordedAt ?? '') < (other.recordedAt ?? '') ? -1 : 1));
  const count = claimed.size + waiting.length;
  const placed: PlacedEvent[] = [];
  for (let version = 1; placed.length < count; version += 1) {
    const event = claimed.get(version) ?? waiting.shift();
    if (event !== undefined) {
      placed.push({ ...event, version: event.version ?? version });
      continue;
    }
    // What comes after a gap cannot be followed.
    faults.push(`${accountId}@${version}: nobody was told of it, and there are later versions`);
    break;
  }
  return { placed, faults };
};

const timeFaults = (accountId: string, placed: readonly PlacedEvent[]): readonly string[] => {
  const faults: string[] = [];
  let last: { readonly recordedAt: string; readonly event: PlacedEvent } | undefined;
  for (const event of placed) {
    const { recordedAt } = event;
    if (recordedAt === undefined) continue;
    if (last !== undefined && recordedAt <= last.recordedAt)
      faults.push(
        `${accountId}@${event.version}: ${event.cause} is recorded at ${recordedAt}, and ${last.event.cause} before ` +
          `it, at version ${last.event.version}, at ${last.recordedAt}`,
      );
    last = { recordedAt, event };
  }
  return faults;
};
