import type { StreamHead, StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { type FactHeader, headerOf, type Recording } from './origin.ts';

/** Somebody opened a sealed value. Neither the value nor its subject is told. */
export type SealedValueOpened = FactHeader & {
  readonly type: 'SealedValueOpened';
  readonly schemaVersion: 1;
  /** The key that it was sealed with. */
  readonly keyId: string;
  /** The SHA-256 of the sealed text, which is no secret: it tells which value it was to whoever has the text. */
  readonly sealedHash: string;
};

/** A person is erased: nothing that was sealed with this key can be opened any more. The subject is not told. */
export type SubjectErased = FactHeader & {
  readonly type: 'SubjectErased';
  readonly schemaVersion: 1;
  readonly keyId: string;
};

/** The history of a subject's key: who looked, and at last that it was destroyed. */
export type SubjectKeyFact = SealedValueOpened | SubjectErased;

/** Whether the key's history has ended: nothing follows its erasure. */
export const isErased = ({ newest }: StreamHead): boolean =>
  newest !== undefined && (JSON.parse(newest.text) as SubjectKeyFact).type === 'SubjectErased';

export const valueOpened = (
  opened: { readonly keyId: string; readonly sealedHash: string },
  head: StreamHead,
  recording: Recording,
): StreamWrite =>
  writeOf({ ...recordedBy(recording), ...opened, type: 'SealedValueOpened', schemaVersion: 1 }, head, recording);

export const subjectErased = (keyId: string, head: StreamHead, recording: Recording): StreamWrite =>
  writeOf({ ...recordedBy(recording), keyId, type: 'SubjectErased', schemaVersion: 1 }, head, recording);

const recordedBy = ({ origin, now }: Recording): FactHeader => headerOf(origin, now);

const writeOf = (fact: SubjectKeyFact, head: StreamHead, { digest }: Recording): StreamWrite => {
  const text = canonicalJson(fact);
  return { head, text, hash: digest(text), published: true };
};
