import * as z from 'zod';
import type { AccountId } from '../../../domain/accounts/account.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Instant } from '../../../domain/shared/instant.ts';

/*
 * What is kept of the trails that were asked for through the API, beside their files: the request first, then the
 * closes that were chosen for it, then what came of it. All are created once, so whoever makes a trail again makes the
 * same, and everybody reads the same.
 */

const index = z.int().nonnegative();
const instant = z.string().transform((text) => text as Instant);
const closesSchema = z.strictObject({ openingClose: index.nullable(), closingClose: index });

const requestSchema = z.strictObject({
  ledger: z.string(),
  actor: z.string(),
  askedAt: instant,
  asked: z.strictObject({
    from: instant.nullable(),
    to: instant.nullable(),
    accounts: z
      .array(z.string().transform((text) => text as AccountId))
      .readonly()
      .nullable(),
  }),
  fingerprint: z.string(),
});

const outcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('made'),
    covers: closesSchema.extend({ firstIndex: index, endIndex: index }),
    hash: z.string(),
  }),
  z.strictObject({ status: z.literal('refused'), code: z.string(), detail: z.string() }),
]);

/** That a trail was asked for; `fingerprint` tells a replay from a misuse of its idempotency key. */
export type TrailRequest = Readonly<z.output<typeof requestSchema>>;

/** What came of it; `hash` is the SHA-256 of the manifest, in hex. */
export type TrailOutcome = Readonly<z.output<typeof outcomeSchema>>;

/** Where the files of a trail are in the archive. */
export const trailPrefix = (trailId: string): string => `trails/${trailId}/`;

type KeptArchive = Pick<Archive, 'create' | 'read'>;

/** Something that is kept of a trail. */
type Kept<Value> = {
  /** Undefined where it is not there yet. Throws InvariantViolation where it is something else. */
  readonly read: (archive: Pick<Archive, 'read'>, trailId: string) => Promise<Value | undefined>;
  /** Keeps the value, or leaves what is there; answers what is kept then, and whether it is this one. */
  readonly keep: (
    archive: KeptArchive,
    trailId: string,
    value: Value,
  ) => Promise<{ readonly isFirst: boolean; readonly kept: Value }>;
};

const keptAs = <Value>(what: string, schema: z.ZodType<Value>): Kept<Value> => {
  const nameOf = (trailId: string): string => `trails/${what}/${trailId}.json`;
  const read: Kept<Value>['read'] = async (archive, trailId) => {
    const text = await archive.read(nameOf(trailId));
    if (text === undefined) return undefined;
    const { success, data } = schema.safeParse(JSON.parse(text));
    if (!success) throw new InvariantViolation(`${nameOf(trailId)} is not what is kept of a trail`);
    return data;
  };
  return {
    read,
    keep: async (archive, trailId, value) => {
      if ((await archive.create(nameOf(trailId), canonicalJson(value))) === 'created')
        return { isFirst: true, kept: value };
      const kept = await read(archive, trailId);
      if (kept === undefined) throw new InvariantViolation(`${nameOf(trailId)} is there and cannot be read`);
      return { isFirst: false, kept };
    },
  };
};

export const keptRequest = keptAs<TrailRequest>('requests', requestSchema);

/** The closes that a trail lies between, so that another attempt does not find newer ones. */
export const keptCloses = keptAs('closes', closesSchema);

export const keptOutcome = keptAs<TrailOutcome>('outcomes', outcomeSchema);
