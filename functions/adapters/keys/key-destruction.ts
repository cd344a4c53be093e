import type { ProjectionStore, Row, RowChange, RowKey } from '../../../domain/ports/projection-store.ts';
import type { KeyDestruction, KeyName } from '../../../domain/ports/subject-keys.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import {
  type AnnouncementRow,
  announcedKey,
  announcementKey,
  announcements,
  type KeyRow,
  keyRowKey,
  subjectRowKey,
} from './key-rows.ts';

type Rows = Pick<ProjectionStore, 'load' | 'commit' | 'query'>;

const attemptsMaximum = 16;

/** Destroys keys in the table `keys`, without unwrapping any. */
export const keyDestructionIn = (rows: Rows): KeyDestruction => ({
  announce: (name, announcedAt) =>
    committed(rows, name, async () => {
      const body: AnnouncementRow = { announcedAt };
      const [row] = await rows.load([announcementKey(name)]);
      return [{ key: announcementKey(name), revision: row?.revision ?? 0, body }];
    }),
  announced: async (limit) =>
    (await rows.query({ partition: announcements, limit })).map(({ key, body }) => ({
      ...announcedKey(key),
      announcedAt: (body as AnnouncementRow).announcedAt,
    })),
  withdraw: ({ announcedAt, ...name }) =>
    committed(rows, name, async () =>
      (await rows.load([announcementKey(name)]))
        .filter(({ body }) => (body as AnnouncementRow).announcedAt === announcedAt)
        .map(removal),
    ),
  destroy: (name) => committed(rows, name, async () => (await rowsOf(rows, name)).map(removal)),
});

// All that there is of a key goes in one commit. Where its subject has another by now, the key's own row is gone too,
// and the commit conflicts.
const rowsOf = async (rows: Rows, name: KeyName): Promise<readonly Row[]> => {
  const found = await rows.load([keyRowKey(name), announcementKey(name)]);
  const key = found.find(isAt(keyRowKey(name)));
  if (key === undefined) return found;
  const { subjectHash } = key.body as KeyRow;
  const [subject] = await rows.load([subjectRowKey(name.ledger, subjectHash)]);
  return subject === undefined ? found : [subject, ...found];
};

const isAt =
  ({ partition, sort }: RowKey) =>
  ({ key }: Row): boolean =>
    key.partition === partition && key.sort === sort;

const removal = ({ key, revision }: Row): RowChange => ({ key, revision, body: null });

const committed = async (
  rows: Rows,
  { keyId }: KeyName,
  decide: () => Promise<readonly RowChange[]>,
): Promise<void> => {
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    const changes = await decide();
    if (changes.length === 0 || (await rows.commit(changes)) === 'committed') return;
  }
  throw new TransientFailure(`The rows of ${keyId} kept changing`);
};
