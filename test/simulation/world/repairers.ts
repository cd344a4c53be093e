import { type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { payoutIn, payoutKey } from '../../../functions/adapters/rail/simulated-payout.ts';
import type { Command } from '../../../functions/commands/command.ts';
import type { ProposeRepairBody } from '../../../functions/commands/repair-transfer.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import type { Clients } from '../clients/client.ts';
import type { Commands } from '../clients/commands.ts';
import type { RepairJudge } from '../judges/repair-judge.ts';
import { saidIn } from '../judges/stored-facts.ts';
import { passing } from './passing.ts';
import { settledAfter } from './settled-after.ts';
import type { ApiServices, System } from './system.ts';
import { ledgerName, type World } from './world.ts';

const minute = 60_000;
const callMilliseconds = 29_000;
const attemptsMaximum = 6;

/** How often two people come back to a transfer whose accounts do not take the money. */
const roundsMaximum = 4;

type Outcome = ProposeRepairBody['outcome'];
type About = { readonly id: string; readonly source: string; readonly settlement: string };

export type RepairerParts = {
  readonly world: World;
  readonly system: System;
  readonly clients: Pick<Clients, 'askFor'>;
  readonly commands: Commands;
  readonly judge: RepairJudge;
};

/** People who look after transfers that need repair: one proposes what the bank says of it, another approves. */
export const startRepairers = ({ world, system, clients, commands, judge }: RepairerParts): void => {
  const { schedule, trace, weather } = world;

  const asks = async <Body extends { readonly transferId: string }>(
    command: Command<Body>,
    operation: 'proposeRepair' | 'approveRepair',
    send: (services: ApiServices) => Promise<{ readonly code: string }>,
  ): Promise<string | undefined> => {
    const { key, origin } = command;
    const { random } = weather.at(key);
    const streamId: StreamId = streamIdOf(
      ledgerName,
      'request',
      derivedId('req', { ledger: ledgerName, operation, key }),
    );
    judge.asked({ streamId, operation, actor: origin.actor, transferId: command.body.transferId });
    for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
      schedule.stir();
      const tried = await settledAfter(random.pick(system.apis).call(send, callMilliseconds, operation));
      if (tried.ok) {
        const { answer } = tried;
        const code = 'rejection' in answer ? (answer.rejection as { readonly code: string }).code : answer.code;
        trace.tell(`${key} hears ${code}`);
        trace.sometimes(`${operation} came to ${code}`);
        return code;
      }
      const name = tried.failure instanceof Error ? tried.failure.name : 'unknown';
      if (!passing.has(name)) trace.violate('SIM-18', `${key} failed: ${String(tried.failure)}`);
      await schedule.sleep(1_000 * (1 + random.below(60)));
    }
    return undefined;
  };

  const propose = (actor: string, about: About, key: string, outcome: Outcome) => {
    const found = { outcome, railReference: null, detail: 'The bank says so.' };
    const command = { origin: { ledger: ledgerName, actor }, key, body: { transferId: about.id, ...found } };
    return asks(command, 'proposeRepair', ({ ledger }) => commands.proposeRepair(ledger, command));
  };

  const approve = (actor: string, about: About, key: string, outcome: Outcome) => {
    const command = { origin: { ledger: ledgerName, actor }, key, body: { transferId: about.id, outcome } };
    return asks(command, 'approveRepair', ({ ledger }) => commands.approveRepair(ledger, command));
  };

  // They ring up the bank, and what it says is so: its money has come to rest before anybody is asked.
  const outcomeOf = async ({ id }: About): Promise<Outcome> => {
    const [row] = await system.outside.bank.load([payoutKey(id)]);
    return row !== undefined && payoutIn(row).status === 'settled' ? 'moved' : 'notMoved';
  };

  const repair = async (about: About): Promise<void> => {
    const { random } = weather.at(`repairers of ${about.id}`);
    for (let round = 1; round <= roundsMaximum; round += 1) {
      await schedule.sleep(random.below(30 * minute));
      const key = `repair ${about.id} ${round}`;
      for (const account of [about.source, about.settlement])
        if (random.chance(0.8)) await clients.askFor({ kind: 'unfreeze', account }, `${key} unfreezes ${account}`);
      const outcome = await outcomeOf(about);
      const other = outcome === 'moved' ? 'notMoved' : 'moved';
      const proposed = propose('ana', about, `${key} by ana`, outcome);
      if (random.chance(0.8)) await proposed;
      if (random.chance(0.3)) void propose('ben', about, `${key} by ben`, outcome);
      if (random.chance(0.3)) await approve('ana', about, `${key} approved by ana`, outcome);
      if (random.chance(0.3)) await approve('ben', about, `${key} approved otherwise`, other);
      if (random.chance(0.3)) void approve('cleo', about, `${key} approved by cleo`, outcome);
      const code = await approve('ben', about, `${key} approved by ben`, outcome);
      if (code === 'Recorded' || code === 'TransferNotInRepair') return;
    }
  };

  system.outside.ledger.listen((commit) => {
    for (const { id, said } of saidIn(commit))
      if (said.type === 'TransferNeedsRepair' && said.transfer !== undefined) {
        const { sourceAccountId: source, settlementAccountId: settlement } = said.transfer;
        void repair({ id, source, settlement });
      }
  });
};
