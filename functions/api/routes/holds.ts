import type { HoldLifeFact } from '../../../domain/facts/hold-facts.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { instantOf, millisecondsOf } from '../../../domain/shared/instant.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { authorizeHold } from '../../commands/authorize-hold.ts';
import { type CaptureHoldBody, captureHold } from '../../commands/capture-hold.ts';
import { releaseHold } from '../../commands/release-hold.ts';
import { type Answer, ok } from '../answer.ts';
import { commandAnswer } from '../answers/command-answer.ts';
import { entryAnswer } from '../answers/entry-answer.ts';
import { holdAnswer } from '../answers/hold-answer.ts';
import { holdDaysDefault } from '../limits.ts';
import {
  authorizeHoldOperation,
  captureHoldOperation,
  getHoldOperation,
  voidHoldOperation,
} from '../operations/holds.ts';
import { type Fault, type Problem, problemOf } from '../problem.ts';
import { readPositiveMoney } from '../read-money.ts';
import { eventOfWrite } from '../reads/event-of-write.ts';
import { newestEvent } from '../reads/newest-event.ts';
import { resultOf } from '../reads/result-of.ts';
import { type Order, type Route, reading, writing } from '../route.ts';
import type { CaptureBody, EmptyBody, HoldBody } from '../schemas/bodies.ts';
import type { ApiServices } from '../services.ts';

const millisecondsOfDay = 86_400_000;

type Address = { readonly ledger: string; readonly id: string };

const authorize = async ({ body, ...order }: Order<HoldBody>, { ledger }: ApiServices): Promise<Answer> => {
  const { accountId, destinationAccountId, description = '' } = body;
  const amount = readPositiveMoney({ ...body, amountPointer: '/amount', currencyPointer: '/currency' });
  if (!amount.ok) return { problem: problemOf(amount.rejection) };
  const { expiresAt = instantOf(millisecondsOf(ledger.clock.now()) + holdDaysDefault * millisecondsOfDay) } = body;
  const terms = { accountId, destinationAccountId, amount: amount.value, expiresAt, description };
  return commandAnswer(await authorizeHold(ledger, { ...order, body: terms }), {
    status: 201,
    recorded: holdAnswer,
    rehearsed: (writes) => holdAnswer(eventOfWrite(writes, 'hold')),
    madeUnder: '/v1/holds',
  });
};

const capture = async ({ id, body, ...order }: Order<CaptureBody>, services: ApiServices): Promise<Answer> => {
  const held = await callersHold(services, { ledger: order.origin.ledger, id });
  if (!held.ok) return { problem: held.rejection };
  const wanted = captureOf(id, body, held.value);
  if (!wanted.ok) return { problem: problemOf(wanted.rejection) };
  return commandAnswer(await captureHold(services.ledger, { ...order, body: wanted.value }), {
    status: 201,
    recorded: entryAnswer,
    rehearsed: (writes) => entryAnswer(eventOfWrite(writes, 'entry')),
    madeUnder: '/v1/journal-entries',
  });
};

const captureOf = (
  holdId: string,
  { amount, ...more }: CaptureBody,
  { text }: StoredEvent,
): Result<CaptureHoldBody, Fault> => {
  if (amount === undefined) return accepted({ holdId, ...more });
  const { currency } = (JSON.parse(text) as HoldLifeFact).hold;
  const money = readPositiveMoney({ amount, currency, amountPointer: '/amount' });
  return money.ok ? accepted({ holdId, amount: money.value, ...more }) : money;
};

const voidHold = async ({ id, body: _nothing, ...order }: Order<EmptyBody>, services: ApiServices): Promise<Answer> => {
  const address = { ledger: order.origin.ledger, id };
  const held = await callersHold(services, address);
  if (!held.ok) return { problem: held.rejection };
  const { ledger } = services;
  const outcome = await releaseHold(ledger, { ...order, body: { type: 'VoidHold', holdId: id } });
  return commandAnswer(outcome, {
    status: 200,
    recorded: async (request) => holdAnswer(await resultOf(ledger.eventStore, request)),
    rehearsed: (writes) => holdAnswer(writes.length === 0 ? held.value : eventOfWrite(writes, 'hold')),
    unchanged: async () => {
      const newest = await newestHold(services, address);
      return holdAnswer(newest.ok ? newest.value : held.value);
    },
  });
};

const noSuchHold: Problem = problemOf({ code: 'HoldNotFound', detail: 'There is no such hold.' });

const newestHold = async ({ ledger }: ApiServices, address: Address): Promise<Result<StoredEvent, Problem>> => {
  if (!/^hld_[0-9A-Z]{26}$/.test(address.id)) return rejected(noSuchHold);
  const newest = await newestEvent(ledger.eventStore, streamIdOf(address.ledger, 'hold', address.id));
  return newest === undefined ? rejected(noSuchHold) : accepted(newest);
};

// A transfer captures its hold when the bank has paid, and could not if somebody had let go of it in between.
const callersHold = async (services: ApiServices, address: Address): Promise<Result<StoredEvent, Problem>> => {
  const held = await newestHold(services, address);
  if (!held.ok) return held;
  const { transferId } = (JSON.parse(held.value.text) as HoldLifeFact).hold;
  if (transferId === undefined) return held;
  const detail = `Only the transfer ${transferId} can capture or void this hold.`;
  return rejected(problemOf({ code: 'HoldOfTransfer', detail }));
};

/** Holds: authorized, read, captured and voided. */
export const holdRoutes: readonly Route[] = [
  writing(authorizeHoldOperation, authorize),
  reading(getHoldOperation, async ({ origin, id }, services) => {
    const newest = await newestHold(services, { ledger: origin.ledger, id });
    return newest.ok ? ok(holdAnswer(newest.value)) : { problem: newest.rejection };
  }),
  writing(captureHoldOperation, capture),
  writing(voidHoldOperation, voidHold),
];
