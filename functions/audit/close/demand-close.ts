import type { Close } from '../../../domain/audit/close/close-line.ts';
import { askedName, type CloseRow, closesOf } from '../../../domain/audit/close/close-place.ts';
import { jsonObjectIn } from '../../../domain/audit/close/json-object.ts';
import { versionText } from '../../../domain/audit/finding.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { CloseDemand, DemandOutcome } from '../../runtime/ask-close.ts';
import { placeOf } from '../take-place.ts';
import type { CloseOptions, CloseOrder, PlacedClose } from './close-log.ts';

type DemandOptions = Pick<CloseOptions, 'store' | 'archive' | 'clock'> & {
  readonly close: (ledger: string, order: CloseOrder) => Promise<PlacedClose>;
  /** What a close would be by now; nothing is written. */
  readonly rehearse: (ledger: string) => Promise<Close & { readonly index: number }>;
};

/**
 * Closes a log for a request. That it was asked for is kept first, with the place that came next then; the first close
 * from that place on answers the request, whoever makes it, so that a request that is repeated, also after a crash at
 * any point, has one answer.
 */
export const demandClose = async (demand: CloseDemand, options: DemandOptions): Promise<DemandOutcome> => {
  const { ledger, fingerprint } = demand;
  if (demand.dryRun) return { code: 'Closed', replayed: false, close: await options.rehearse(ledger) };
  const asked = await keepAsked(demand, options);
  if (asked.fingerprint !== fingerprint) return { code: 'IdempotencyKeyMisused' };
  const firstIndex = asked.from - 1;
  await options.close(ledger, { reason: 'demand', isEnough: ({ index }) => index >= firstIndex });
  const after = firstIndex === 0 ? {} : { after: versionText(firstIndex - 1) };
  const [row] = await options.store.query({ partition: closesOf(ledger), ...after, limit: 1 });
  if (row === undefined) throw new InvariantViolation(`${ledger} was closed, and no row says so`);
  const { segment: _, ...close } = row.body as CloseRow;
  return { code: 'Closed', replayed: asked.wasThere, close };
};

type Asked = { readonly fingerprint: string; readonly from: number; readonly wasThere: boolean };

const keepAsked = async (
  { ledger, requestId, fingerprint, actor }: CloseDemand,
  { store, archive, clock }: DemandOptions,
): Promise<Asked> => {
  const name = askedName(ledger, requestId);
  const { next: from } = await placeOf(ledger, { store });
  const body = canonicalJson({ actor, askedAt: clock.now(), fingerprint, from });
  if ((await archive.create(name, body)) === 'created') return { fingerprint, from, wasThere: false };
  const kept = jsonObjectIn((await archive.read(name)) ?? '') ?? {};
  if (typeof kept['fingerprint'] !== 'string' || typeof kept['from'] !== 'number')
    throw new InvariantViolation(`${name} is not what was written there`);
  return { fingerprint: kept['fingerprint'], from: kept['from'], wasThere: true };
};
