import type { ParkedRecord } from '../../../domain/ports/parking.ts';
import { parseCloudEvent } from '../../../functions/facts/parse-cloud-event.ts';
import { settledAfter } from './settled-after.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** How often a fact is put back for a consumer before it is left to those who can read the code. */
const timesMaximum = 40;

/** The place of a parked record, which is its name. */
export const placeOfParked = ({ consumer, shardId, sequenceNumber }: ParkedRecord): string =>
  `${consumer} ${shardId} ${sequenceNumber}`;

/** Somebody who looks at what is parked, and puts back on the stream what can be processed by now. */
export const startOperator = ({ schedule, trace, weather }: World, { outside }: System): void => {
  const { random } = weather.at('operator');
  const { parking, putBack, facts } = outside;
  const tried = new Map<string, number>();
  const known = new Map<string, boolean>();

  const isFact = (base64: string): boolean => {
    const is = known.get(base64) ?? canBeRead(Buffer.from(base64, 'base64'));
    known.set(base64, is);
    return is;
  };

  const replay = async (record: ParkedRecord): Promise<void> => {
    const what = `${record.consumer} ${record.data}`;
    const times = (tried.get(what) ?? 0) + 1;
    if (putBack.has(placeOfParked(record)) || times > timesMaximum || !isFact(record.data)) return;
    tried.set(what, times);
    const text = Buffer.from(record.data, 'base64').toString();
    const unsent = await facts.publisher.publish([{ partitionKey: record.sequenceNumber, text }]);
    if (unsent.length > 0) return;
    putBack.add(placeOfParked(record));
    trace.tell(`the operator puts ${placeOfParked(record)} back on the stream`);
    trace.sometimes('what was parked was put back');
  };

  const look = async (): Promise<void> => {
    for (const record of parking.parked()) await replay(record);
  };
  schedule.every(10 * minute + random.below(minute), () => void settledAfter(look()));
};

const canBeRead = (bytes: Uint8Array): boolean => {
  try {
    parseCloudEvent(bytes);
    return true;
  } catch {
    return false;
  }
};
