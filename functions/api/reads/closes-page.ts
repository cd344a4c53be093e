import { type CloseRow, closesOf } from '../../../domain/audit/close/close-place.ts';
import type { Row } from '../../../domain/ports/projection-store.ts';
import { type Answer, ok } from '../answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { pageSizeDefault } from '../limits.ts';
import type { PageQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';

const list = 'closes';

/** A page of a log's closes, newest first; refuses `MalformedCursor`. */
export const closesPage = async (
  { audit }: ApiServices,
  ledger: string,
  { limit = pageSizeDefault, cursor }: PageQuery,
): Promise<Answer> => {
  const after = readCursor(list, cursor);
  if (!after.ok) return { problem: after.rejection };
  const from = after.value === undefined ? {} : { after: after.value };
  const rows = await audit.query({ partition: closesOf(ledger), descending: true, limit: limit + 1, ...from });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return ok({
    items: page.map(closeAnswer),
    nextCursor: last === undefined ? null : cursorOf(list, last.key.sort),
  });
};

const closeAnswer = ({ body }: Row): Omit<CloseRow, 'segment'> => {
  const { segment: _, ...close } = body as CloseRow;
  return close;
};
