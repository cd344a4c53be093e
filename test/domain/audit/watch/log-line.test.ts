import { describe, expect, it } from '@jest/globals';
import { closeLine } from '../../../../domain/audit/close/close-line.ts';
import { readLogLine } from '../../../../domain/audit/watch/log-line.ts';
import { instantOf } from '../../../../domain/shared/instant.ts';
import type { JsonObject } from '../../../../domain/shared/json.ts';
import { mistakenFields } from '../../../support/mistaken-fields.ts';

const at = '2026-11-23T10:00:00.000Z';
const place = { factId: 'main#J#jen_1@0', hash: 'h' };
const data = { type: 'JournalEntryPosted', recordedAt: at };

const read = (fields: JsonObject) => readLogLine(JSON.stringify({ sequence: 7, ...fields }));

const other = { sequence: 7, kind: 'other' };

describe('a line of a log', () => {
  it('is a fact with its text, or with the hash of a text that is apart', () => {
    expect(read({ ...place, data, when: at })).toStrictEqual({
      ...{ sequence: 7, at, kind: 'fact' },
      fact: { ...place, data },
    });
    expect(read({ ...place, textHash: 't', when: at })).toStrictEqual({
      ...{ sequence: 7, at, kind: 'fact' },
      fact: { ...place, textHash: 't' },
    });
    expect(read({ ...place, data, textHash: 't' })).toMatchObject({ fact: { ...place, data } });
  });

  it('is a close', () => {
    const close = { ledger: 'main', accounts: 2, heads: 'ab', previous: null, reason: 'demand' } as const;
    const line = closeLine(7, { ...close, closedAt: instantOf(Date.parse(at)), currencies: [] });
    expect(readLogLine(line)).toStrictEqual({
      ...{ sequence: 7, at, kind: 'close' },
      close: { accounts: 2, heads: 'ab' },
    });
  });

  it('is of another kind, and nothing is known of it', () => {
    expect(read({})).toStrictEqual(other);
    expect(read({ rotated: {} })).toStrictEqual(other);
  });

  it.each(mistakenFields({ ...place, data: {} }))('is no fact %s', (_, fields) => {
    expect(read(fields)).toStrictEqual(other);
  });

  it.each(mistakenFields({ ...place, textHash: 't' }))('is no fact with its text apart, %s', (_, fields) => {
    expect(read(fields)).toStrictEqual(other);
  });

  it.each(mistakenFields({ accounts: 2, heads: 'ab' }))('is no close %s', (_, close) => {
    expect(read({ close })).toStrictEqual(other);
  });

  it('is no close where that is no object', () => {
    for (const close of [null, [], 'close']) expect(read({ close })).toStrictEqual(other);
  });

  it.each(['', 'no line', '[]', 'null', '{}', '{"sequence":"7"}', '{"sequence":null,"factId":"main#J#jen_1@0"}'])(
    'is not %j',
    (line) => {
      expect(readLogLine(line)).toBeUndefined();
    },
  );
});

describe('the moment of a line', () => {
  const earlier = '2026-11-23T09:00:00.000Z';

  it('is what the line says first: when, then when its fact was recorded, then when it was closed', () => {
    expect(read({ when: at, data: { recordedAt: earlier } })).toMatchObject({ at });
    expect(read({ data: { recordedAt: at }, close: { closedAt: earlier } })).toMatchObject({ at });
    expect(read({ close: { closedAt: at } })).toMatchObject({ at });
  });

  it('is none that is no text', () => {
    expect(read({ when: 7, data: { recordedAt: at } })).toMatchObject({ at });
    expect(read({ when: null, data: { recordedAt: 7 }, close: { closedAt: null } })).toStrictEqual(other);
    expect(read({ data: null, close: [] })).toStrictEqual(other);
  });
});
