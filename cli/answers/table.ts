/** A column of a table; amounts and counts are right-aligned, so that their digits stand below each other. */
export type Column<Row> = {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'left' | 'right';
};

/** Rows as lines of text, two spaces between columns, a title above. Says so where there are no rows. */
export const table = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string => {
  if (rows.length === 0) return '(none)';
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_column, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells.map((line) => lineOf(line, columns, widths)).join('\n');
};

const lineOf = <Row>(cells: readonly string[], columns: readonly Column<Row>[], widths: readonly number[]): string =>
  cells
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return columns[index]?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
    })
    .join('  ')
    .trimEnd();
