import type { Json, JsonObject } from '../../domain/shared/json.ts';
import { objectsOf, textOf } from './field-of.ts';
import { table } from './table.ts';

/** Who tells when it has seen a fact of a transfer. */
export const seers = ['relay', 'balance', 'fraud', 'audit'] as const;

/** A transfer's timeline as two tables: the saga's steps, and its facts with when each part of the system saw them. */
export const timelineText = (timeline: JsonObject): string => {
  const steps = objectsOf(timeline, 'steps');
  const facts = objectsOf(timeline, 'facts');
  const began = textOf(facts[0], 'recordedAt');
  const stepRows = table<JsonObject>(
    [
      { title: 'step', cell: (step) => textOf(step, 'name') },
      { title: 'status', cell: (step) => textOf(step, 'status') },
      { title: 'attempt', align: 'right', cell: (step) => textOf(step, 'attempt') },
      { title: 'started', cell: (step) => clockOf(textOf(step, 'startedAt')) },
      { title: 'ended', cell: (step) => clockOf(textOf(step, 'endedAt')) },
      { title: 'error', cell: (step) => errorOf(step) },
    ],
    steps,
  );
  const factRows = table<JsonObject>(
    [
      { title: 'fact', cell: (fact) => textOf(fact, 'type') },
      { title: 'recorded', cell: (fact) => clockOf(textOf(fact, 'recordedAt')) },
      ...seers.map((seer) => ({
        title: seer,
        align: 'right' as const,
        cell: (fact: JsonObject) => delayOf(fact, seer),
      })),
    ],
    facts,
  );
  return `transfer ${textOf(timeline, 'transferId')}, requested at ${began}\n\n${stepRows}\n\n${factRows}`;
};

/** The time of day of an instant, in UTC. */
const clockOf = (instant: string): string => instant.slice(11, 23);

const errorOf = (step: JsonObject): string => {
  const error: Json | undefined = step['error'];
  return typeof error === 'string' ? error : textOf(step, 'error.code');
};

const delayOf = (fact: JsonObject, seer: string): string => {
  const seenAt = Date.parse(textOf(fact, `seenBy.${seer}`));
  const milliseconds = seenAt - Date.parse(textOf(fact, 'recordedAt'));
  return Number.isNaN(milliseconds) ? '' : `+${milliseconds} ms`;
};
