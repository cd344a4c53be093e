import { describe, expect, it } from '@jest/globals';
import { table } from '../../cli/answers/table.ts';

const columns = [
  { title: 'account', cell: ([id = '']: readonly string[]) => id },
  { title: 'posted', align: 'right', cell: ([, posted = '']: readonly string[]) => posted },
] as const;

describe('a table', () => {
  it('has its digits below each other', () => {
    const rows = [
      ['bank', '100.00'],
      ['sellers:7', '2.90'],
    ];
    expect(table(columns, rows)).toBe('account    posted\nbank       100.00\nsellers:7    2.90');
  });

  it('says that there is nothing', () => {
    expect(table(columns, [])).toBe('(none)');
  });
});
