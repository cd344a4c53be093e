import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { TransferOutcome } from '../../commands/record-transfer-step.ts';
import { approveRepair, proposeRepair } from '../../commands/repair-transfer.ts';
import type { Answer } from '../answer.ts';
import { commandAnswer } from '../answers/command-answer.ts';
import { transferAnswer } from '../answers/transfer-answer.ts';
import { approveRepairOperation, proposeRepairOperation } from '../operations/repairs.ts';
import { eventOfWrite } from '../reads/event-of-write.ts';
import { resultOf } from '../reads/result-of.ts';
import { newestOfTransfer } from '../reads/transfer-of-path.ts';
import { type Order, type Route, writing } from '../route.ts';
import type { ApprovalBody, RepairBody } from '../schemas/bodies.ts';
import type { ApiServices } from '../services.ts';

const propose = ({ id, body, ...order }: Order<RepairBody>, services: ApiServices): Promise<Answer> => {
  const { outcome, railReference = null, detail } = body;
  return answered({ id, ...order }, services, () =>
    proposeRepair(services.ledger, { ...order, body: { transferId: id, outcome, railReference, detail } }),
  );
};

const approve = ({ id, body, ...order }: Order<ApprovalBody>, services: ApiServices): Promise<Answer> =>
  answered({ id, ...order }, services, () =>
    approveRepair(services.ledger, { ...order, body: { transferId: id, ...body } }),
  );

const answered = async (
  { id, origin }: Pick<Order<unknown>, 'id' | 'origin'>,
  services: ApiServices,
  command: () => Promise<TransferOutcome>,
): Promise<Answer> => {
  const before = await newestOfTransfer(services, { ledger: origin.ledger, id });
  if (!before.ok) return { problem: before.rejection };
  return commandAnswer(await command(), {
    status: 200,
    recorded: async (request: StoredEvent) => transferAnswer(await resultOf(services.ledger.eventStore, request)),
    rehearsed: (writes) => transferAnswer(writes.length === 0 ? before.value : eventOfWrite(writes, 'transfer')),
    unchanged: () => transferAnswer(before.value),
  });
};

/** Transfers that need repair: one person proposes how, another approves. */
export const repairRoutes: readonly Route[] = [
  writing(proposeRepairOperation, propose),
  writing(approveRepairOperation, approve),
];
