import { type Close, closeInLine, closeLine } from '../../../domain/audit/close/close-line.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import { derivedId } from '../../../functions/runtime/derived-id.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What could be wrong with closes. */
export const closeBugs: readonly PlantedBug[] = [
  {
    id: 'demand-closes-anew',
    what: 'Whoever asks for a close again gets another one.',
    closer: (closer) => {
      let demands = 0;
      return {
        ...closer,
        demand: (demand) => {
          demands += 1;
          const key = `${demand.requestId} ${demands}`;
          const requestId = derivedId('req', { ledger: demand.ledger, operation: 'closeLog', key });
          return closer.demand({ ...demand, requestId });
        },
      };
    },
  },
  {
    id: 'close-not-made-anew',
    what: 'A close that lost its place to facts is written after them as it was.',
    archive: (archive) => obstinate(archive),
  },
  {
    id: 'close-forgets-the-one-before',
    what: 'Every close says that it is the first.',
    archive: (archive) => ({
      ...archive,
      create: (name, body) =>
        archive.create(
          name,
          withClose(body, (close) => ({ ...close, previous: null })),
        ),
    }),
  },
];

const obstinate = (archive: Archive): Archive => {
  let lost: Close | undefined;
  return {
    ...archive,
    create: async (name, body) => {
      let wanted: Close | undefined;
      const before = lost;
      const outcome = await archive.create(
        name,
        withClose(body, (close) => {
          wanted = close;
          return before ?? close;
        }),
      );
      if (wanted !== undefined) lost = outcome === 'exists' ? wanted : undefined;
      return outcome;
    },
  };
};

/** The body of an object, with another close where its last line is one. */
const withClose = (body: string | Uint8Array, changed: (close: Close) => Close): string | Uint8Array => {
  if (typeof body !== 'string') return body;
  const lines = body.split('\n');
  const last = closeInLine(lines.at(-2) ?? '');
  return last === undefined
    ? body
    : [...lines.slice(0, -2), closeLine(last.sequence, changed(last.close)), ''].join('\n');
};
