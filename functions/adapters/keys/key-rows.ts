import type { RowKey } from '../../../domain/ports/projection-store.ts';
import type { KeyName } from '../../../domain/ports/subject-keys.ts';

/** The key that a subject has now: its id, and the wrapped key in base64. */
export type SubjectRow = { readonly keyId: string; readonly wrapped: string };

/** Leads from a key to its subject's row. */
export type KeyRow = { readonly subjectHash: string };

/** The wrapped secret, in base64, that a ledger's hashes are made with. */
export type SecretRow = { readonly wrapped: string };

export type AnnouncementRow = { readonly announcedAt: string };

const only = '-';

export const subjectRowKey = (ledger: string, subjectHash: string): RowKey => ({
  partition: `${ledger}#subject#${subjectHash}`,
  sort: only,
});

export const keyRowKey = ({ ledger, keyId }: KeyName): RowKey => ({ partition: `${ledger}#key#${keyId}`, sort: only });

export const secretRowKey = (ledger: string): RowKey => ({ partition: `${ledger}#secret`, sort: only });

/** Announcements of all ledgers lie together, because the sweeper comes for all: there are only ever a few. */
export const announcements = 'announcements';

export const announcementKey = ({ ledger, keyId }: KeyName): RowKey => ({
  partition: announcements,
  sort: `${ledger}#${keyId}`,
});

/** The key that an announcement is about. */
export const announcedKey = ({ sort }: RowKey): KeyName => {
  const at = sort.indexOf('#');
  return { ledger: sort.slice(0, at), keyId: sort.slice(at + 1) };
};
