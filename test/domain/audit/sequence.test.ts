import { describe, expect, it } from '@jest/globals';
import { entryBytesMaximum } from '../../../domain/audit/log/entry-bundle.ts';
import {
  type ArchivableFact,
  archivedAs,
  archivedKey,
  entriesOfSegment,
  factsOfSegment,
  factsPerSegmentMaximum,
  isArchiveRow,
  linesOfSegment,
  segmentName,
  segmentOf,
  sequenceKey,
  textHashOf,
  textName,
} from '../../../domain/audit/sequence.ts';
import { rowsPerCommitMaximum } from '../../../domain/ports/projection-store.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';

const factOf = (text: string, factId = 'main#J#jen_1@0'): ArchivableFact => ({
  ...{ factId, hash: 'hash', text },
  particulars: { what: 'JournalEntryPosted', when: 'then', who: 'user-7', why: {}, changes: [] },
});

const line = (sequence: number, data: string): string =>
  `{"changes":[],"data":${data},"factId":"main#J#jen_1@0","hash":"hash","sequence":${sequence},` +
  '"what":"JournalEntryPosted","when":"then","who":"user-7","why":{}}\n';

const damaged = (firstSequence: number): string =>
  `The archived segment that begins at ${firstSequence} is not one that was written here`;

/** A text that makes its line as long as a leaf may be, and so many bytes longer. */
const textOfLeaf = (more: number): string => {
  const beside = line(Number.MAX_SAFE_INTEGER, '{}').length - 1;
  return `{"a":"${'x'.repeat(entryBytesMaximum - beside - '{"a":""}'.length + more)}"}`;
};

describe('where a fact is archived', () => {
  it('is told by its stream, its version and its text', () => {
    expect(archivedAs('main', 'main#J#jen_1@7')).toEqual({
      ...{ partition: 'main#archived#entry jen_1', prefix: '000000000007 ' },
    });
    expect(archivedKey('main', { factId: 'main#A#a@12', textHash: 'abc' })).toEqual({
      ...{ partition: 'main#archived#account a', sort: '000000000012 abc' },
    });
  });

  it('is an object that its place names, and one for a text that is too long', () => {
    expect(segmentName('main', 71)).toBe('facts/main/000000000071.ndjson');
    expect(textName('main', 'abc')).toBe('texts/main/abc.json');
    expect(sequenceKey('main')).toEqual({ partition: 'main#archive', sort: 'sequence' });
    expect(factsPerSegmentMaximum).toBe(rowsPerCommitMaximum - 1);
  });

  it('is in rows that no replay makes again', () => {
    for (const partition of ['main#archive', '#archive', 'main#archived#entry jen_1', 'main#archived#'])
      expect(isArchiveRow({ partition, sort: '' })).toBe(true);
    for (const partition of [
      'main#archives',
      'main#archived',
      'main#archive#x',
      'x#main#archive',
      'archive',
      'main#gaps',
    ])
      expect(isArchiveRow({ partition, sort: '' })).toBe(false);
  });
});

describe('a segment', () => {
  it('has a line of canonical JSON for each fact, from its place on', () => {
    expect(segmentOf(7, [factOf('{"b":1}'), factOf('{"b":2}')], sha256).body).toBe(
      line(7, '{"b":1}') + line(8, '{"b":2}'),
    );
    expect(segmentOf(7, [], sha256).body).toBe('');
  });

  it('has the hash of a text that is too long for a leaf, and the text is apart', () => {
    const [longest, tooLong] = [factOf(textOfLeaf(0)), factOf(textOfLeaf(1))];
    expect(segmentOf(1, [longest, tooLong], sha256).textsApart).toEqual([tooLong]);
    expect(segmentOf(1, [longest], sha256).body).toContain('"data":{"a":"xxx');
    const [apart] = factsOfSegment(1, segmentOf(1, [tooLong], sha256).body);
    expect(apart).toEqual({
      ...{ sequence: 1, factId: 'main#J#jen_1@0', hash: 'hash', textHash: sha256(tooLong.text) },
    });
  });

  it('counts bytes and not characters', () => {
    const text = textOfLeaf(0).replace('xx', 'ää');
    expect(segmentOf(1, [factOf(text)], sha256).textsApart).toHaveLength(1);
    expect(segmentOf(1, [factOf(text.replace('xx', ''))], sha256).textsApart).toHaveLength(0);
  });

  it('is read back, and the hash of each text is told', () => {
    const facts = factsOfSegment(7, line(7, '{"b":1}') + line(8, '{"b":2}'));
    expect(facts.map(({ sequence }) => sequence)).toEqual([7, 8]);
    expect(facts.map((fact) => textHashOf(fact, sha256))).toEqual([sha256('{"b":1}'), sha256('{"b":2}')]);
    expect(textHashOf({ sequence: 1, factId: 'a', hash: 'b', textHash: 'told' }, sha256)).toBe('told');
  });

  it('is lines without their breaks', () => {
    expect(linesOfSegment(7, 'a\nb\n')).toEqual(['a', 'b']);
    for (const body of ['', 'a', 'a\nb']) expect(() => linesOfSegment(7, body)).toThrow(damaged(7));
  });

  it.each([
    ['in another place', line(8, '{}')],
    ['in two places', line(7, '{}') + line(7, '{}')],
    ['of no fact', line(7, '{}').replace('"factId":"main#J#jen_1@0",', '')],
    ['without a hash', line(7, '{}').replace('"hash":"hash",', '')],
    ['with a hash that is no text', line(7, '{}').replace('"hash":"hash",', '"hash":1,')],
    ['with an id that is no text', line(7, '{}').replace('"main#J#jen_1@0"', '1')],
    ['with a place that is no number', line(7, '{}').replace('"sequence":7', '"sequence":"7"')],
    ['without data', line(7, '{}').replace('"data":{},', '')],
    ['with a list of data', line(7, '[]')],
    ['with data that is nothing', line(7, 'null')],
    ['with data that is text', line(7, '"data"')],
    ['with a text hash that is none', line(7, '{}').replace('"data":{}', '"textHash":1')],
    ['of a list', '[]\n'],
    ['of nothing', 'null\n'],
    ['of text', '"text"\n'],
    ['of no JSON', 'fact\n'],
  ])('is damaged by a line %s', (_, body) => {
    expect(() => entriesOfSegment(7, body)).toThrow(damaged(7));
  });

  it('has a close among its entries, which is no fact', () => {
    const close = {
      ...{ accounts: 0, closedAt: '2026-11-23T11:00:00.000Z', currencies: [], heads: 'x', ledger: 'main' },
      ...{ previous: null, reason: 'demand' },
    };
    const body = `${line(7, '{}')}${JSON.stringify({ close, sequence: 8 })}\n`;
    expect(entriesOfSegment(7, body)[1]).toMatchObject({ sequence: 8, close: { accounts: 0, heads: 'x' } });
    expect(factsOfSegment(7, body).map(({ sequence }) => sequence)).toEqual([7]);
    expect(() => entriesOfSegment(8, `${JSON.stringify({ close, sequence: 9 })}\n`)).toThrow(damaged(8));
  });
});
