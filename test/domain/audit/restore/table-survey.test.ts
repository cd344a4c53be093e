import { describe, expect, it } from '@jest/globals';
import { findingsOf } from '../../../../domain/audit/restore/restore-findings.ts';
import { tableSurvey } from '../../../../domain/audit/restore/table-survey.ts';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import { type StreamId, streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { everyFact } from '../../../support/every-fact.ts';
import { open, testLedger } from '../../../support/test-ledger.ts';
import { allIn, archivedFrom, surveyOf } from './surveyed.ts';

const stored: readonly StoredEvent[] = everyFact.map(({ streamId, version, text, hash }) => ({
  ...{ streamId, version, text, hash },
  published: true,
}));

const request = (id: string, written: object): StoredEvent => ({
  ...{ streamId: streamIdOf('main', 'request', id), version: 0, hash: '', published: false },
  text: JSON.stringify(written),
});

const transfer = 'main#X#trf_0123456789ABCDEFGHJKMNPQRS@0';

describe('the survey of a table', () => {
  it('knows which facts name which others', () => {
    const { references, uncaptured } = surveyOf(stored);
    expect(uncaptured).toEqual([]);
    const lines = new Set(references.map(({ from, to }) => `${from} -> ${to}`));
    expect([...lines].sort()).toEqual([
      'main#H#hld_Q1N56M3JS0Q37BDNB887C7A52Z@0 -> main#J#jen_D3K3SA8Z2XMKV9NB5R7AEM40SJ@0',
      `main#R#alr_0123456789ABCDEFGHJKMNPQRS@0 -> ${transfer}`,
      `${transfer} -> main#H#hld_0123456789ABCDEFGHJKMNPQRS@0`,
      `${transfer} -> main#J#jen_0123456789ABCDEFGHJKMNPQRS@0`,
    ]);
  });

  it('knows which entries a transfer and which hold an entry names', () => {
    const changed = (type: string, more: (fact: object) => object): StoredEvent => {
      const event = stored.find(({ text }) => JSON.parse(text).type === type);
      if (event === undefined) throw new Error(`No ${type}`);
      return { ...event, text: JSON.stringify({ ...JSON.parse(event.text), ...more(JSON.parse(event.text)) }) };
    };
    const entry = changed('JournalEntryPosted', () => ({ holdId: 'hld_2' }));
    const moved = changed('TransferReturned', (fact) => ({
      transfer: { ...(fact as { transfer: object }).transfer, holdId: null, entryIds: ['jen_1', 'jen_2'] },
    }));
    const { references, uncaptured } = surveyOf([entry, moved]);
    const from = `${entry.streamId}@0`;
    expect(references).toEqual([
      { from, to: 'main#H#hld_2@0' },
      { from: transfer, to: 'main#J#jen_1@0' },
      { from: transfer, to: 'main#J#jen_2@0' },
    ]);
    expect(uncaptured).toEqual([{ entry: from, hold: 'main#H#hld_2', at: `2026-11-23T10:00:00.002Z ${from}` }]);
  });

  it('orders the entries whose captures are missing by when they were recorded, and then by id', () => {
    const entry = stored.find(({ text }) => JSON.parse(text).type === 'JournalEntryPosted');
    const captureAt = (second: number, id: string): StoredEvent => ({
      ...(entry as StoredEvent),
      streamId: streamIdOf('main', 'entry', id),
      text: JSON.stringify({
        ...JSON.parse(entry?.text ?? ''),
        ...{ holdId: 'hld_2', recordedAt: `2026-11-23T10:00:0${second}.000Z` },
      }),
    });
    const captures = [captureAt(3, 'a'), captureAt(1, 'c'), captureAt(2, 'e'), captureAt(2, 'd'), captureAt(1, 'b')];
    expect(surveyOf(captures).uncaptured.map((each) => each.entry)).toEqual(
      ['b', 'c', 'd', 'e', 'a'].map((id) => `main#J#${id}@0`),
    );
  });

  it('knows what requests came to, of stripes too, and that some came to nothing', () => {
    const { requested, references } = surveyOf([
      request('1', { result: 'main#A#a@1', resultsOfStripes: ['main#A#a~1@1'] }),
      request('2', { result: '' }),
      request('3', {}),
      { ...request('4', { result: 'main#A#b@1' }), streamId: 'main#J#jen_1' as StreamId },
    ]);
    expect([...requested]).toEqual(['main#A#a@1', 'main#A#a~1@1']);
    expect(references).toEqual([
      { from: 'main#K#1@0', to: 'main#A#a@1' },
      { from: 'main#K#1@0', to: 'main#A#a~1@1' },
    ]);
  });

  it('finds the facts of accounts that no request came to, be they stored or archived', async () => {
    const ledger = testLedger();
    await open(ledger, 'bank');
    const [opening] = (await allIn(ledger.eventStore)).filter(({ published }) => published);
    if (opening === undefined) throw new Error('No opening');
    const missing = { code: 'RequestMissing', place: 'main#A#bank@1', detail: 'no request is on record for it' };
    expect(findingsOf(surveyOf([opening]))).toEqual([missing]);
    expect(findingsOf(surveyOf([], archivedFrom([opening])))).toContainEqual(missing);
    expect(findingsOf(surveyOf([opening, request('1', { result: 'main#A#bank@1' })]))).toEqual([]);
  });

  it('counts events, facts, and which of them the archive has', () => {
    const [first, second, ...others] = stored.filter(({ streamId }) => streamId.includes('#A#'));
    if (first === undefined || second === undefined) throw new Error('Two facts');
    const { events, facts, archived, unarchived } = surveyOf(
      [first, second, request('1', {})],
      [...archivedFrom([first, ...others]), ...archivedFrom([{ ...second, hash: 'other' }])],
    );
    expect({ events, facts, archived, unarchived }).toEqual({
      ...{ events: 3, facts: 2, unarchived: 1 },
      archived: others.length + 2,
    });
  });

  it('keeps of equal terms one, since a table has very many', () => {
    const [opening] = stored.filter(({ text }) => JSON.parse(text).type === 'AccountOpened');
    if (opening === undefined) throw new Error('No opening');
    const other = { ...opening, streamId: streamIdOf('main', 'account', 'other') };
    const hold = stored.filter(({ streamId }) => streamId.includes('#H#')).slice(0, 1);
    const { streams } = surveyOf([opening, other, ...hold]);
    const terms = [opening, other, ...hold].map(
      ({ streamId, version }) => streams.get(streamId)?.get(version)?.stored?.terms,
    );
    expect(terms).toEqual([{ status: 'open', floor: null }, { status: 'open', floor: null }, undefined]);
    expect(terms[0]).toBe(terms[1]);
  });

  it('says why a fact cannot be read, whatever was thrown', () => {
    const [event] = stored;
    if (event === undefined) throw new Error('No fact');
    const refusing = (thrown: unknown) => {
      const { addStored, survey } = tableSurvey({
        digest: sha256,
        deliver: () => {
          throw thrown;
        },
      });
      addStored(event);
      return survey().streams.get(event.streamId)?.get(event.version)?.unreadable;
    };
    expect([refusing(new Error('No fact')), refusing('nothing')]).toEqual(['No fact', 'nothing']);
  });
});
