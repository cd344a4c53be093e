import { describe, expect, it } from '@jest/globals';
import { noteGap } from '../../../domain/projections/account-gap.ts';
import type { AccountRow } from '../../../domain/projections/balance-rows.ts';
import { toldRows } from '../../support/told-rows.ts';

const key = { partition: 'main#gaps', sort: 'bank' };
const recordedAt = '2026-11-23T10:00:00.000Z';
const rowAt = (version: number, applied: number) => ({ accountId: 'bank', version, applied }) as AccountRow;

/** What is done with the row of the gap when one version comes, and what is kept in it then. */
const noted = ({ before, row, version }: { before?: AccountRow; row: AccountRow; version: number }, ahead?: object) => {
  const { rows, told, keptAt } = toldRows(ahead === undefined ? {} : { 'main#gaps / bank': { ahead } as never });
  noteGap(rows, key, { before, row, version, recordedAt });
  return { told, kept: keptAt(key) };
};

describe('the row of a gap', () => {
  it('is not looked at where no version is missing', () => {
    expect(noted({ row: rowAt(1, 1), version: 1 }).told).toEqual([]);
    expect(noted({ before: rowAt(1, 1), row: rowAt(2, 2), version: 2 }).told).toEqual([]);
  });

  it('is not read before there is one', () => {
    const { told, kept } = noted({ before: rowAt(1, 1), row: rowAt(3, 2), version: 3 });
    expect(told).toEqual(['put main#gaps / bank']);
    expect(kept).toEqual({
      body: {
        accountId: 'bank',
        version: 3,
        applied: 2,
        since: recordedAt,
        ahead: [{ first: 3, last: 3, since: recordedAt }],
      },
      due: { queue: 'gaps', at: recordedAt },
    });
  });

  it('is removed by the version that was missing', () => {
    const ahead = [{ first: 3, last: 3, since: recordedAt }];
    const { told } = noted({ before: rowAt(3, 2), row: rowAt(3, 3), version: 2 }, ahead);
    expect(told).toEqual(['get main#gaps / bank', 'remove main#gaps / bank']);
  });

  it('is made again where it was lost, from the next version that comes', () => {
    const { kept } = noted({ before: rowAt(5, 3), row: rowAt(6, 4), version: 6 });
    expect(kept?.body).toMatchObject({ version: 6, applied: 4, ahead: [{ first: 6, last: 6, since: recordedAt }] });
  });
});
