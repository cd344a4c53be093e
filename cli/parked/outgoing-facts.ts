import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { OutgoingFact } from '../../domain/ports/fact-publisher.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import type { Json } from '../../domain/shared/json.ts';
import { eventOf } from '../../functions/adapters/dynamodb/event-row.ts';
import { cloudEventOf } from '../../functions/facts/cloud-event.ts';
import { fieldOf, isJsonObject, textOf } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';
import type { ParkedObject, ParkedSource } from './parked-object.ts';

/**
 * What goes back on the fact stream: the very bytes that came from it, or the facts of events that were not relayed.
 * Throws CommandFailed for what never was on its way there, and PermanentFailure for an event that is no fact still.
 */
export const outgoingFacts = ({ id, records }: ParkedObject, now: Instant): readonly OutgoingFact[] =>
  records.flatMap((source) => (source.stream === 'facts' ? [factAgain(source)] : relayed(source.delivered, id, now)));

const factAgain = ({ data, partitionKey }: ParkedSource & { readonly stream: 'facts' }): OutgoingFact => {
  const text = Buffer.from(data, 'base64').toString();
  return { partitionKey: partitionKey ?? subjectOf(text) ?? 'parked', text };
};

const subjectOf = (text: string): string | undefined => {
  try {
    return textOf(JSON.parse(text), 'subject') || undefined;
  } catch {
    return undefined;
  }
};

const relayed = (delivered: Json, id: string, now: Instant): readonly OutgoingFact[] => {
  const image = fieldOf(delivered, 'dynamodb.NewImage');
  if (!isJsonObject(image) || fieldOf(image, 'event') === undefined)
    throw new CommandFailed(`${id} holds no event: what a bank's table tells is looked after by the bank's schedule.`);
  // What a table's stream delivers is JSON of exactly these attributes; `eventOf` checks each that it needs.
  const event = eventOf(image as unknown as Record<string, AttributeValue>);
  return event.published ? [cloudEventOf(event, now)] : [];
};
