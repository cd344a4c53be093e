import { type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { keepRefusal } from '../../../functions/api/keep-refusal.ts';
import { type ProblemCode, statusOf } from '../../../functions/api/status-of.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { ledgerName } from '../world/world.ts';
import type { Ask } from './ask.ts';
import type { AnyOutcome, Request } from './request.ts';

/** A request that a rule refused, and the stream in which the ledger keeps that. */
export type Refusal = { readonly streamId: StreamId; readonly code: ProblemCode };

/** The refusal that an outcome is; undefined for an acceptance, and for what is refused by no rule of the business. */
export const refusalIn = (outcome: AnyOutcome, { ask, fingerprint, key }: Request): Refusal | undefined => {
  if (outcome.code !== 'Rejected') return undefined;
  const code = outcome.rejection.code as ProblemCode;
  if (statusOf[code] !== 409 && statusOf[code] !== 422) return undefined;
  const operation = JSON.stringify([operationIds[ask.kind], code, fingerprint]);
  const id = derivedId('rej', { ledger: ledgerName, operation, key });
  return { streamId: streamIdOf(ledgerName, 'rejection', id), code };
};

/** Keeps a refusal as the API does before it answers. Answers whether it was lost. */
export const keep = async (
  { code }: Refusal,
  { ask, fingerprint, key, origin, body }: Request,
  ledger: Ledger,
): Promise<boolean> => {
  let isLost = false;
  const onRefusalLost = (): void => {
    isLost = true;
  };
  const problem = { code, detail: 'A rule refused it.', faults: [] };
  const order = { origin, key, fingerprint, id: '', body };
  await keepRefusal({ operationId: operationIds[ask.kind], order, problem }, { ledger, onRefusalLost });
  return isLost;
};

const operationIds: Readonly<Record<Ask['kind'], string>> = {
  open: 'openAccount',
  post: 'postEntry',
  hold: 'authorizeHold',
  capture: 'captureHold',
  void: 'voidHold',
  transfer: 'requestTransfer',
  freeze: 'freezeAccount',
  unfreeze: 'unfreezeAccount',
  close: 'closeAccount',
  floor: 'changeAccountLimits',
};
