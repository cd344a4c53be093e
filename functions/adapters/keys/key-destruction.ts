import type { ProjectionStore, Row, RowKey } from '../../../domain/ports/projection-store.ts';
import type { KeyDestruction, KeyName } from '../../../domain/ports/subject-keys.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import {
  type AnnouncementRow,
  announcedKey,
  announcementKey,
  announcements,
  type KeyRow,
  keyRowKey,
  type SubjectRow,
  subjectRowKey,
} from './key-rows.ts';

type Rows = Pick<ProjectionStore, 'load' | 'commit' | 'query'>;

const attemptsMaximum = 16;

/** Destroys keys in the table `keys`, without unwrapping any. */
export const keyDestructionIn = (rows: Rows): KeyDestruction => ({
  announce: async (name, now) => {
    const body: AnnouncementRow = { announcedAt: now };
    // A conflict means that it was announced before.
    await rows.commit([{ key: announcementKey(name), revision: 0, body }]);
  },
  announced: async (limit) =>
    (await rows.query({ partition: announcements, limit })).map(({ key, body }) => ({
      ...announcedKey(key),
      announcedAt: (body as AnnouncementRow).announcedAt,
    })),
  withdraw: (name) => removed(rows, name, async () => rows.load([announcementKey(name)])),
  destroy: (name) => removed(rows, name, () => rowsOf(rows, name)),
});

// All that there is of a key goes in one commit. Its subject's row stays where it has another key by now.
const rowsOf = async (rows: Rows, name: KeyName): Promise<readonly Row[]> => {
  const found = await rows.load([keyRowKey(name), announcementKey(name)]);
  const key = found.find(isAt(keyRowKey(name)));
  if (key === undefined) return found;
  const { subjectHash } = key.body as KeyRow;
  const [subject] = await rows.load([subjectRowKey(name.ledger, subjectHash)]);
  return (subject?.body as SubjectRow | undefined)?.keyId === name.keyId && subject !== undefined
    ? [subject, ...found]
    : found;
};

const isAt =
  ({ partition, sort }: RowKey) =>
  ({ key }: Row): boolean =>
    key.partition === partition && key.sort === sort;

const removed = async (rows: Rows, { keyId }: KeyName, find: () => Promise<readonly Row[]>): Promise<void> => {
  for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
    const found = await find();
    const changes = found.map(({ key, revision }) => ({ key, revision, body: null }));
    if (changes.length === 0 || (await rows.commit(changes)) === 'committed') return;
  }
  throw new TransientFailure(`The rows of ${keyId} kept changing`);
};
