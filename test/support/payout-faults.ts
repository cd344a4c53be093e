import { partsOf } from '../../domain/shared/stream-id.ts';
import { minorUnitsOf } from '../arbitraries/money.ts';
import { brokenLinks } from './broken-links.ts';
import type { PayoutWorld } from './payout-world.ts';

const ended = ['completed', 'refused', 'undone', 'needsRepair'];

/** Everything that is wrong after a payout came to its end, in sentences; nothing where all is well. */
export const faultsAfter = async (world: PayoutWorld, transferId: string): Promise<readonly string[]> => {
  const facts = await world.factsOf(transferId);
  const transfer = facts.at(-1)?.transfer;
  if (transfer === undefined) return ['The transfer is gone.'];
  const { status, reason, entryIds } = transfer;
  const { holds, entries, held, difference } = await booksOf(world, transferId);
  const [payout, ...more] = await world.payouts();
  const effects = payout?.effects ?? 0;
  const faults: readonly (readonly [boolean, string])[] = [
    [!ended.includes(status), `It ends as ${status}.`],
    [status !== 'completed' && reason === null, `It is ${status} without a reason.`],
    [difference !== 0n, `The trial balance is off by ${difference}.`],
    [more.length > 0, 'The bank knows it under several references.'],
    [effects > 1, `Money moved ${effects} times.`],
    [status !== 'needsRepair' && held !== 0n, `${held} stay held.`],
    [status !== 'needsRepair' && holds.some((hold) => hold !== 'captured' && hold !== 'voided'), `A hold is ${holds}.`],
    [status === 'completed' && effects !== 1, 'It is completed, and no money moved.'],
    [status === 'completed' && (entries !== 1 || entryIds.length !== 1), `It is completed with ${entries} entries.`],
    [(status === 'refused' || status === 'undone') && effects !== 0 && payout?.status !== 'returned', 'Money moved.'],
    [(status === 'refused' || status === 'undone') && entries % 2 !== 0, `It is ${status} with ${entries} entries.`],
    [status === 'refused' && holds.length > 0, 'It is refused, and there was a hold.'],
    [facts.length > 60, `Its history has ${facts.length} facts.`],
  ];
  const broken = await brokenLinks(world.store);
  return [...faults.filter(([is]) => is).map(([, fault]) => fault), ...broken.map((link) => `${link} is broken.`)];
};

const booksOf = async ({ store }: PayoutWorld, transferId: string) => {
  const newest = new Map<string, string>();
  const holds = new Map<string, string>();
  let entries = 0;
  for await (const event of store.scan()) {
    const { kind, id } = partsOf(event.streamId);
    const text = JSON.parse(event.text);
    if (kind === 'account') newest.set(id, event.text);
    if (kind === 'hold') holds.set(id, text.hold.status);
    if (kind === 'entry' && text.transferId === transferId) entries += 1;
  }
  const totals: readonly Readonly<Record<string, string>>[] = [...newest.values()].map((text) => JSON.parse(text));
  const sum = (name: string) => totals.reduce<bigint>((all, one) => all + minorUnitsOf(one[name] ?? '0.00'), 0n);
  return {
    holds: [...holds.values()],
    entries,
    held: sum('heldDebits') + sum('heldCredits'),
    difference: sum('debits') - sum('credits'),
  };
};
