import type { Exchange } from '../history/exchange.ts';
import { answeredAmount, saidAmount } from '../told/money.ts';
import type { Operation } from '../told/operations.ts';
import type { ToldHold } from '../told/told.ts';
import type { Evidence } from './check.ts';

/** Whether a hold was at some moment such that a capture or a void of it is refused with this code. */
export const explainsHoldRefusal = (
  code: string,
  operation: Operation,
  exchange: Exchange,
  { told }: Evidence,
): boolean => {
  const held = told.holds.get(operation.id);
  if (held === undefined) return false;
  const { hold, ended } = held;
  const hasEnded = ended !== undefined && ended.begun < exchange.ended;
  const captured = capturedBefore(held, exchange.ended, told);
  const amount = answeredAmount(hold.amount, hold.currency);
  switch (code) {
    case 'HoldVoided':
      return hold.status === 'voided' && hasEnded;
    case 'HoldExpired':
      // A hold that is due is refused, though the sweeper has not come by yet, and may then be voided.
      return hold.expiresAt !== null && (hold.status === 'expired' || hold.expiresAt <= hold.recordedAt);
    case 'HoldCaptured':
      return captured === amount;
    case 'CaptureExceedsHold': {
      const said = operation.body['amount'];
      return said !== undefined && saidAmount(said, hold.currency) > amount - captured;
    }
    default:
      return false;
  }
};

/** The most that may have been captured by a moment. */
const capturedBefore = ({ hold }: ToldHold, moment: number, { entries }: Evidence['told']): bigint =>
  [...entries.values()]
    .filter(({ entry, begun }) => entry.holdId === hold.id && begun < moment)
    .reduce((sum, { entry }) => {
      const [first] = entry.postings;
      return first === undefined ? sum : sum + answeredAmount(first.amount, first.currency);
    }, 0n);
