import { describe, expect, it } from '@jest/globals';
import { headLine } from '../../../../domain/audit/close/account-head.ts';
import { type FoldedHeads, foldHeads } from '../../../../domain/audit/close/fold-heads.ts';
import { currencyTotals, headsRoot } from '../../../../domain/audit/close/heads-root.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { pinnedLogLines } from '../../pinned/pinned-log-lines.ts';

/** A close is stated in a log that is never rewritten: heads that come out otherwise would deny it. */
describe('what a close states of a ledger', () => {
  it('stays as it is, to the byte', async () => {
    const lines = await pinnedLogLines();
    const folded = lines.reduce((before: FoldedHeads, line) => foldHeads(before, line, sha256), new Map());
    const heads = [...folded.values()]
      .flatMap(({ head }) => head ?? [])
      .sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
    expect({
      heads: heads.map(headLine),
      root: headsRoot(bytesSha256, heads.map(headLine)),
      totals: currencyTotals(heads),
    }).toMatchSnapshot();
  });
});
