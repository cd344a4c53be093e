import { TransientFailure } from '../../../domain/shared/failures.ts';
import { requestTransfer } from '../../commands/request-transfer.ts';
import { settleTransfer } from '../../commands/settle-transfer.ts';
import { type Answer, ok } from '../answer.ts';
import { commandAnswer } from '../answers/command-answer.ts';
import { transferAnswer } from '../answers/transfer-answer.ts';
import {
  getTimelineOperation,
  getTransferOperation,
  requestTransferOperation,
  settleTransferOperation,
} from '../operations/transfers.ts';
import { problemOf } from '../problem.ts';
import { readPositiveMoney } from '../read-money.ts';
import { eventOfWrite } from '../reads/event-of-write.ts';
import { resultOf } from '../reads/result-of.ts';
import { timeline } from '../reads/timeline.ts';
import { newestOfTransfer, type TransferAddress } from '../reads/transfer-of-path.ts';
import { type Order, type Route, reading, writing } from '../route.ts';
import type { SettlementBody, TransferBody } from '../schemas/bodies.ts';
import type { ApiServices } from '../services.ts';

const request = async ({ body, ...order }: Order<TransferBody>, services: ApiServices): Promise<Answer> => {
  const money = readPositiveMoney({ ...body, amountPointer: '/amount', currencyPointer: '/currency' });
  if (!money.ok) return { problem: problemOf(money.rejection) };
  const { amount: _text, currency: _code, description = '', metadata = {}, ...said } = body;
  const terms = { ...said, amount: money.value, description, metadata };
  const outcome = await requestTransfer(services.ledger, { ...order, body: terms });
  if (outcome.code === 'Recorded') {
    const { id } = transferAnswer(outcome.event);
    await start({ ledger: order.origin.ledger, id }, services);
  }
  return commandAnswer(outcome, {
    status: 202,
    recorded: transferAnswer,
    rehearsed: (writes) => transferAnswer(eventOfWrite(writes, 'transfer')),
    madeUnder: '/v1/transfers',
  });
};

// The transfer is recorded: whether its saga starts now or when the sweeper finds it, it will be carried out. A replay
// starts it too, since the first attempt may have died in between; a saga that was started is not started twice.
const start = async ({ ledger, id }: TransferAddress, services: ApiServices): Promise<void> => {
  try {
    await services.startPayout({ ledger, transferId: id });
  } catch (failure) {
    if (!(failure instanceof TransientFailure)) throw failure;
    services.onFailure(failure, id);
  }
};

const settle = async ({ id, body, ...order }: Order<SettlementBody>, services: ApiServices): Promise<Answer> => {
  const address = { ledger: order.origin.ledger, id };
  const before = await newestOfTransfer(services, address);
  if (!before.ok) return { problem: before.rejection };
  const { ledger } = services;
  return commandAnswer(await settleTransfer(services, { ...order, body: { transferId: id, ...body } }), {
    status: 200,
    recorded: async (notice) => transferAnswer(await resultOf(ledger.eventStore, notice)),
    rehearsed: (writes) => transferAnswer(writes.length === 0 ? before.value : eventOfWrite(writes, 'transfer')),
    unchanged: async () => {
      const newest = await newestOfTransfer(services, address);
      return transferAnswer(newest.ok ? newest.value : before.value);
    },
  });
};

/** Transfers: requested, read, told in full, and settled by the rail. */
export const transferRoutes: readonly Route[] = [
  writing(requestTransferOperation, request),
  reading(getTransferOperation, async ({ origin, id }, services) => {
    const newest = await newestOfTransfer(services, { ledger: origin.ledger, id });
    return newest.ok ? ok(transferAnswer(newest.value)) : { problem: newest.rejection };
  }),
  reading(getTimelineOperation, ({ origin, id }, services) => timeline(services, { ledger: origin.ledger, id })),
  writing(settleTransferOperation, settle),
];
