import type { AccountId } from '../../../domain/accounts/account.ts';
import { isStripeId, stripeIdsOf, stripesMaximum } from '../../../domain/accounts/stripe.ts';
import { headInLine, headLinesIn } from '../../../domain/audit/close/account-head.ts';
import { type CloseRow, closeKey, headsName } from '../../../domain/audit/close/close-place.ts';
import { base64Of, bytesOf, hexOf } from '../../../domain/audit/log/bytes.ts';
import { leafHashOf } from '../../../domain/audit/log/tree-hash.ts';
import { leafPaths } from '../../../domain/audit/trail/leaf-paths.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../runtime/bytes-digest.ts';
import { type Answer, ok } from '../answer.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ApiServices } from '../services.ts';

/**
 * Proof of the head of an account and of each of its stripes at a close; refuses `CloseNotFound`, `CloseNotSealed` and
 * `AccountNotFound`.
 */
export const balanceProof = async (
  { audit, logArchive, logOf }: ApiServices,
  {
    ledger,
    closeIndex,
    accountId,
  }: { readonly ledger: string; readonly closeIndex: string; readonly accountId: string },
): Promise<Answer> => {
  if (!/^(0|[1-9]\d{0,11})$/.test(closeIndex)) return { problem: noSuchClose };
  const [row] = await audit.load([closeKey(ledger, Number(closeIndex))]);
  if (row === undefined) return { problem: noSuchClose };
  const { index, heads } = row.body as CloseRow;
  const log = logOf(ledger);
  const [kept, checkpoint] = await Promise.all([logArchive.read(headsName(ledger, index)), log.newest()]);
  if (kept === undefined || checkpoint === undefined || checkpoint.size <= index) return { problem: notSealed };
  const lines = headLinesIn(kept);
  const place = placeOf(lines, accountId);
  if (place === undefined) return { problem: noSuchAccount };
  const { root, pathOf } = leafPaths(
    bytesSha256,
    lines.map((line) => leafHashOf(bytesSha256, bytesOf(line))),
  );
  if (hexOf(root) !== heads)
    throw new InvariantViolation(`The heads at ${index} of ${ledger} are not those of its close`);
  const [entry, proof] = await Promise.all([log.entry(index, checkpoint), log.inclusion(index, checkpoint)]);
  const proofOf = (id: string, at: number) => ({
    accountId: id,
    head: lines[at] ?? '',
    place: at,
    hashes: pathOf(at).map(base64Of),
  });
  const stripes = stripeIdsOf(accountId as AccountId, stripesMaximum).flatMap((id) => {
    const at = isStripeId(accountId) ? undefined : placeOf(lines, id);
    return at === undefined ? [] : [proofOf(id, at)];
  });
  return ok({ ...proofOf(accountId, place), accounts: lines.length, stripes, close: { index, entry, proof } });
};

/** Lines are in the order of account ids. */
const placeOf = (lines: readonly string[], accountId: string): number | undefined => {
  let [begin, end] = [0, lines.length];
  while (begin < end) {
    const middle = Math.floor((begin + end) / 2);
    const found = headInLine(lines[middle] ?? '').accountId;
    if (found === accountId) return middle;
    [begin, end] = found < accountId ? [middle + 1, end] : [begin, middle];
  }
  return undefined;
};

const noSuchClose: Problem = problemOf({ code: 'CloseNotFound', detail: 'The log has no close with that index.' });

const noSuchAccount: Problem = problemOf({
  code: 'AccountNotFound',
  detail: 'There was no such account at that close.',
});

const notSealed: Problem = problemOf({
  code: 'CloseNotSealed',
  detail: 'The close is written, and no checkpoint is over it yet. One will be within a minute or two.',
});
