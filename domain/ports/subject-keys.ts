/** The key that seals what is said of one subject. */
export type SubjectKey = {
  /** `sbk_` and 26 random characters: what sealed texts and facts know it by. */
  readonly keyId: string;
  /** Stands for the subject, and tells nothing of it to whoever has not the ledger's secret. */
  readonly subjectHash: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
};

/** Names a key; key ids of one ledger mean nothing in another. */
export type KeyName = { readonly ledger: string; readonly keyId: string };

/** An erasure that began: its key is to be destroyed if, and only if, a fact says so. */
export type AnnouncedErasure = KeyName & { readonly announcedAt: string };

/**
 * Destroys keys, without being able to read them. Destroying is for ever, and repeating it changes nothing. Fails with
 * TransientFailure or PermanentFailure.
 */
export type KeyDestruction = {
  /** Notes that a key may be about to be destroyed, so that somebody comes back to it. The newest time counts. */
  readonly announce: (name: KeyName, now: string) => Promise<void>;
  /** Erasures that began and did not end, at most `limit`, in no order of time. */
  readonly announced: (limit: number) => Promise<readonly AnnouncedErasure[]>;
  /** Takes an announcement back that no fact followed; one that was made anew meanwhile stays. */
  readonly withdraw: (announced: AnnouncedErasure) => Promise<void>;
  /** Destroys the key, and all that leads from it to its subject, its announcement too. */
  readonly destroy: (name: KeyName) => Promise<void>;
};

/**
 * The keys of subjects: one at a time for each, until it is destroyed. Every look is strongly consistent, so a key that
 * was destroyed is not answered any more. Fails with TransientFailure or PermanentFailure.
 */
export type SubjectKeys = KeyDestruction & {
  /** The key of a subject; of many who ask at once for a subject that has none, one makes it and all get it. */
  readonly keyFor: (ledger: string, subject: string) => Promise<SubjectKey>;
  /** The id of a subject's key, or undefined; makes none and reads none. */
  readonly keyIdOf: (ledger: string, subject: string) => Promise<string | undefined>;
  /** The key of this id; undefined where there is none or it is destroyed. */
  readonly find: (name: KeyName) => Promise<SubjectKey | undefined>;
  /** A hash of words under the ledger's secret: tells equal from other, and nothing to whoever has not the secret. */
  readonly hashOf: (ledger: string, words: readonly string[]) => Promise<string>;
};
