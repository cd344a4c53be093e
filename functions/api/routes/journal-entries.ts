import { dateOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { postEntry } from '../../commands/post-entry.ts';
import { type Answer, ok } from '../answer.ts';
import { commandAnswer } from '../answers/command-answer.ts';
import { entryAnswer } from '../answers/entry-answer.ts';
import { getEntryOperation, postEntryOperation } from '../operations/journal-entries.ts';
import { type Problem, problemOf } from '../problem.ts';
import { readPostings } from '../read-postings.ts';
import { eventOfWrite } from '../reads/event-of-write.ts';
import { type Order, type Question, type Route, reading, writing } from '../route.ts';
import type { EntryBody } from '../schemas/bodies.ts';
import type { EmptyQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';

const post = async ({ body, ...order }: Order<EntryBody>, { ledger }: ApiServices): Promise<Answer> => {
  const postings = readPostings(body.postings);
  if (!postings.ok) return { problem: postings.rejection };
  const { description = '', metadata = {}, effectiveDate = dateOf(ledger.clock.now()) } = body;
  const { valueDate = effectiveDate } = body;
  const entry = { postings: postings.value, description, effectiveDate, valueDate, metadata };
  return commandAnswer(await postEntry(ledger, { ...order, body: entry }), {
    status: 201,
    recorded: entryAnswer,
    rehearsed: (writes) => entryAnswer(eventOfWrite(writes, 'entry')),
    madeUnder: '/v1/journal-entries',
  });
};

const noSuchEntry: Problem = problemOf({ code: 'EntryNotFound', detail: 'There is no such journal entry.' });

const get = async ({ origin, id }: Question<EmptyQuery>, { ledger }: ApiServices): Promise<Answer> => {
  if (!/^jen_[0-9A-Z]{26}$/.test(id)) return { problem: noSuchEntry };
  const [entry] = await ledger.eventStore.read(streamIdOf(origin.ledger, 'entry', id), 0, 1);
  return entry === undefined ? { problem: noSuchEntry } : ok(entryAnswer(entry));
};

/** Journal entries: posted and read. */
export const journalEntryRoutes: readonly Route[] = [
  writing(postEntryOperation, post),
  reading(getEntryOperation, get),
];
