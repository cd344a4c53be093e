/**
 * Objects that are written once and never changed. `create` answers `exists` where an object of that name is there
 * already, and then has written nothing. Names are `/`-separated.
 */
export type Archive = {
  readonly create: (name: string, body: string | Uint8Array) => Promise<'created' | 'exists'>;
  /** The text of an object, which is UTF-8. */
  readonly read: (name: string) => Promise<string | undefined>;
  readonly readBytes: (name: string) => Promise<Uint8Array | undefined>;
  /** Names that begin with `prefix`, in order, strictly after `after`, at most `limit` (1,000 or fewer). */
  readonly list: (prefix: string, after: string | undefined, limit: number) => Promise<readonly string[]>;
  /** Removes an object where the store allows it: for parked records, never for the audit archive. */
  readonly remove: (name: string) => Promise<void>;
};
