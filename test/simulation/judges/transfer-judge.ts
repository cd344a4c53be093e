import { partsOf, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { payoutIn, payoutKey, payoutsPartition } from '../../../functions/adapters/rail/simulated-payout.ts';
import type { System } from '../world/system.ts';
import { ledgerName, type World } from '../world/world.ts';
import { type Said, saidIn } from './stored-facts.ts';

/** Why a person may have to look at a transfer though nothing is wrong: the accounts do not take a returned payout. */
const honestReasons: ReadonlySet<string> = new Set(['AccountFrozen', 'AccountClosed', 'InsufficientFunds']);

/** Judges how transfers ended: what the ledger, the holds and the bank say of each agrees. */
export const judgeTransfers = async ({ trace }: World, { outside }: System): Promise<void> => {
  const newest = new Map<string, Said>();
  const holds = new Map<string, string>();
  for (const { event, kind, id, said } of outside.ledger.commits.flatMap(saidIn)) {
    if (kind === 'transfer') newest.set(event.streamId, said);
    if (kind === 'hold' && said.hold?.transferId !== undefined)
      holds.set(said.hold.transferId, `${said.hold.status} ${id}`);
  }
  for (const { key } of await outside.bank.query({ partition: payoutsPartition, limit: 1_000 }))
    if (!newest.has(streamIdOf(ledgerName, 'transfer', key.sort)))
      trace.violate('SIM-20', `The bank knows of ${key.sort}, which is no transfer`);
  for (const [streamId, { transfer }] of newest) {
    const { id } = partsOf(streamId);
    const [row] = await outside.bank.load([payoutKey(id)]);
    const payout = row === undefined ? undefined : payoutIn(row);
    const about = {
      status: transfer?.status ?? 'absent',
      reason: transfer?.reason?.code ?? '',
      entries: transfer?.entryIds.length ?? 0,
      effects: payout?.effects ?? 0,
      bank: payout?.status ?? 'unheard of',
      hold: holds.get(id)?.split(' ')[0] ?? 'none',
    };
    trace.sometimes(`a transfer ended as ${about.status}`);
    for (const fault of faultsOf(about)) trace.violate('SIM-20', `${id} ${fault}: ${JSON.stringify(about)}`);
  }
};

type About = {
  readonly status: string;
  readonly reason: string;
  readonly entries: number;
  readonly effects: number;
  readonly bank: string;
  readonly hold: string;
};

const faultsOf = ({ status, reason, entries, effects, bank, hold }: About): readonly string[] => {
  const isReturned = status === 'undone' && entries === 2;
  const isOpen = hold === 'authorized' || hold === 'partiallyCaptured';
  const faults: readonly (readonly [boolean, string])[] = [
    [!['completed', 'refused', 'undone', 'needsRepair'].includes(status), 'has not ended'],
    [status === 'needsRepair' && !honestReasons.has(reason), 'needs repair for no good reason'],
    [isOpen, 'still holds funds'],
    [effects > 1, 'moved money more than once'],
    [status === 'completed' && (effects !== 1 || entries !== 1 || hold !== 'captured'), 'is completed, and is not'],
    [status === 'completed' && bank !== 'settled', 'is completed, and the bank says otherwise'],
    [isReturned && (bank !== 'returned' || hold !== 'captured'), 'was given back, and was not'],
    [status === 'undone' && !isReturned && (effects !== 0 || entries !== 0), 'is undone, and money moved'],
    [status === 'refused' && (effects !== 0 || entries !== 0 || hold !== 'none'), 'is refused, and something happened'],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
};
