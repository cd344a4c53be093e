import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { badAnswers } from './bad-answers.ts';
import { badBooks } from './bad-books.ts';
import { anomaliesOf, checkNames } from './checks/all-checks.ts';
import { parseHistory } from './history/recorder.ts';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'blackbox', 'history.jsonl.gz');

/** Recorded from a local stack, with the repeated looks of those who wait taken out. */
const recorded = parseHistory(gunzipSync(readFileSync(fixture)).toString());

const badHistories = [...badAnswers, ...badBooks];

describe('a recorded history', () => {
  it('is sound', () => {
    expect(recorded.exchanges.length).toBeGreaterThan(200);
    expect(anomaliesOf(recorded)).toEqual([]);
  });

  it.each(badHistories)('is refused by $check where $what', ({ check, edit }) => {
    const found = anomaliesOf(edit(recorded)).map((anomaly) => anomaly.check);
    expect(found).toContain(check);
  });

  it('is looked at by no check that never finds anything', () => {
    const shown = new Set(badHistories.map(({ check }) => check));
    expect(checkNames.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('is looked at by checks that are all described', () => {
    const described = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'invariants.md'), 'utf8');
    expect(checkNames.filter((name) => !described.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
