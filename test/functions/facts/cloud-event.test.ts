import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { postEntry } from '../../../functions/commands/post-entry.ts';
import { cloudEventOf } from '../../../functions/facts/cloud-event.ts';
import { parseCloudEvent } from '../../../functions/facts/parse-cloud-event.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { anyStory, publishedIn, tell } from '../../arbitraries/ledger-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { entryOf, open, origin, testLedger } from '../../support/test-ledger.ts';

const entry = async (): Promise<StoredEvent> => {
  const ledger = testLedger();
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:7', { type: 'liability' });
  const traced = { ...origin, correlationId: 'order-991', traceparent: '00-trace-span-01' };
  const outcome = await postEntry(ledger, {
    origin: traced,
    key: 'p',
    body: entryOf('assets:bank', 'sellers:7', '12.50'),
  });
  if (outcome.code !== 'Recorded') throw new Error(outcome.code);
  return outcome.event;
};

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('a fact on the wire', () => {
  it('is a CloudEvent that says where it comes from and carries the fact as it was written', async () => {
    const event = await entry();
    const { partitionKey, text } = cloudEventOf(event, relayedAt);
    const written = JSON.parse(event.text);
    expect(partitionKey).toBe(event.streamId);
    expect(JSON.parse(text)).toEqual({
      specversion: '1.0',
      id: `${event.streamId}@0`,
      source: 'urn:quipu:main',
      type: 'quipu.JournalEntryPosted.v3',
      subject: event.streamId,
      time: written.recordedAt,
      datacontenttype: 'application/json',
      sequence: '0',
      traceparent: '00-trace-span-01',
      correlationid: 'order-991',
      hash: event.hash,
      relayedat: relayedAt,
      data: written,
    });
  });

  it('arrives as it was stored, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        for (const event of await publishedIn(await tell(story))) {
          const arrival = parseCloudEvent(bytes(cloudEventOf(event, relayedAt).text));
          expect(arrival).toEqual({
            relayedAt,
            delivered: {
              factId: `${event.streamId}@${event.version}`,
              streamId: event.streamId,
              version: event.version,
              hash: event.hash,
              text: event.text,
              fact: JSON.parse(event.text),
            },
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the stored text of an older version, which is what was hashed', async () => {
    const event = await entry();
    const { valueDate, ...rest } = JSON.parse(event.text);
    const text = JSON.stringify({ ...rest, schemaVersion: 1 });
    const old = { ...event, text, hash: sha256(text) };
    const { delivered } = parseCloudEvent(bytes(cloudEventOf(old, relayedAt).text));
    expect(delivered.fact).toMatchObject({ schemaVersion: 3, valueDate });
    expect(sha256(delivered.text)).toBe(old.hash);
  });

  it('is not made of an event that no consumer could read', async () => {
    const event = await entry();
    const unreadable = [
      { ...event, text: '{' },
      { ...event, text: '7' },
      { ...event, text: '{}' },
      { ...event, text: event.text.replace('"schemaVersion":3', '"schemaVersion":9') },
      { ...event, streamId: streamIdOf('other', 'entry', 'jen_1') },
    ];
    for (const each of unreadable)
      expect(() => cloudEventOf(each, relayedAt)).toThrow(expect.objectContaining({ name: 'PermanentFailure' }));
  });

  type Event = Record<string, unknown> & { readonly data: object };
  const damages: readonly (readonly [string, (event: Event) => unknown])[] = [
    ['no JSON', () => 'not JSON'],
    ['an empty text', () => ''],
    ['null', () => 'null'],
    ['another version of CloudEvents', (event) => ({ ...event, specversion: '0.3' })],
    ['another content', (event) => ({ ...event, datacontenttype: 'text/plain' })],
    ["another fact's id", (event) => ({ ...event, id: 'main#J#jen_1@0' })],
    ["another ledger's source", (event) => ({ ...event, source: 'urn:quipu:other' })],
    ['another type than its data', (event) => ({ ...event, type: 'quipu.HoldVoided.v1' })],
    ['another version than its data', (event) => ({ ...event, type: 'quipu.JournalEntryPosted.v1' })],
    ['another time than its data', (event) => ({ ...event, time: '2020-01-01T00:00:00.000Z' })],
    ['a subject that is no stream', (event) => ({ ...event, subject: 'jen_1' })],
    ['a sequence that is none', (event) => ({ ...event, sequence: '-1' })],
    ['a sequence as a number', (event) => ({ ...event, sequence: 0 })],
    ['no hash', ({ hash, ...event }) => event],
    ['no time of relaying', ({ relayedat, ...event }) => event],
    ['no data', ({ data, ...event }) => event],
    ['data that is no fact', (event) => ({ ...event, data: { ...event.data, postings: [] } })],
  ];

  it.each(damages)('is refused with %s', async (_, damage) => {
    const made = JSON.parse(cloudEventOf(await entry(), relayedAt).text) as Event;
    expect(parseCloudEvent(bytes(made)).delivered.version).toBe(0);
    expect(() => parseCloudEvent(bytes(damage(made)))).toThrow(expect.objectContaining({ name: 'PermanentFailure' }));
  });

  it('is refused where it is not UTF-8', async () => {
    const text = cloudEventOf(await entry(), relayedAt).text.replace('Test', '\u00ff');
    expect(() => parseCloudEvent(Buffer.from(text, 'latin1'))).toThrow(/UTF-8/);
  });

  it('may carry extensions that this code does not know', async () => {
    const made = JSON.parse(cloudEventOf(await entry(), relayedAt).text);
    expect(parseCloudEvent(bytes({ ...made, partition: 7 })).delivered.version).toBe(0);
  });
});
