import type { Json, JsonObject } from '../../domain/shared/json.ts';
import { fieldOf, isJsonObject, objectsOf, textOf } from '../answers/field-of.ts';

/**
 * What was set aside, as an operator sees it: one record that a consumer parked, or what an event source mapping gave
 * up.
 */
export type ParkedObject = {
  /** The object's name in the bucket. */
  readonly id: string;
  readonly consumer: string;
  readonly parkedAt: string;
  readonly reason: string;
  readonly records: readonly ParkedSource[];
};

/** A record as its stream delivered it: of the fact stream, or of a table's stream. */
export type ParkedSource =
  | { readonly stream: 'facts'; readonly data: string; readonly partitionKey: string | undefined }
  | { readonly stream: 'table'; readonly delivered: JsonObject };

/** Functions that are fed from a table's stream; what they park is a record of that. */
const fedFromTables: readonly string[] = ['relay', 'bank'];

/** Reads what is in a parked object; undefined where it is neither kind. */
export const parkedObjectOf = (id: string, text: string): ParkedObject | undefined => {
  const document = parsedOf(text);
  if (!isJsonObject(document)) return undefined;
  return fieldOf(document, 'requestContext') === undefined ? ofConsumer(id, document) : ofMapping(id, document);
};

const ofConsumer = (id: string, document: JsonObject): ParkedObject | undefined => {
  const consumer = textOf(document, 'consumer');
  const data = textOf(document, 'data');
  if (consumer === '' || data === '') return undefined;
  const delivered = fedFromTables.includes(consumer) ? parsedOf(Buffer.from(data, 'base64').toString()) : undefined;
  const source: ParkedSource = isJsonObject(delivered)
    ? { stream: 'table', delivered }
    : { stream: 'facts', data, partitionKey: undefined };
  const { parkedAt, reason } = { parkedAt: textOf(document, 'parkedAt'), reason: textOf(document, 'reason') };
  return { id, consumer, parkedAt, reason, records: [source] };
};

const ofMapping = (id: string, document: JsonObject): ParkedObject | undefined => {
  const payload = fieldOf(document, 'payload');
  const event = typeof payload === 'string' ? parsedOf(payload) : payload;
  const functionName = textOf(document, 'requestContext.functionArn').split(':function:')[1] ?? '';
  return {
    id,
    consumer: functionName.split(':')[0]?.split('-').at(-1) ?? '',
    parkedAt: textOf(document, 'timestamp'),
    reason: textOf(document, 'requestContext.condition'),
    records: objectsOf(event, 'Records').map(sourceOf),
  };
};

const sourceOf = (delivered: JsonObject): ParkedSource => {
  const data = textOf(delivered, 'kinesis.data');
  return data === ''
    ? { stream: 'table', delivered }
    : { stream: 'facts', data, partitionKey: textOf(delivered, 'kinesis.partitionKey') };
};

const parsedOf = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
