import type { Chance } from '../verifiers/chance.ts';
import type { HonestTrail } from './honest-trails.ts';
import type { TrailFiles, VerifyOptions } from './verifier.ts';

/** What a tamperer works with: a trail, one of another story, and luck. */
export type Prey = { readonly trail: HonestTrail; readonly other: HonestTrail; readonly chance: Chance };

/** What comes of it. `options` are those of a reader who knows the key of the honest trail, if not said otherwise. */
export type Forgery = { readonly files: TrailFiles; readonly options?: VerifyOptions };

/** Changes a trail in one way; undefined where it does not have what would be changed. */
export type Tampering = (prey: Prey) => Forgery | undefined | Promise<Forgery | undefined>;

export type Tamperings = Readonly<Record<string, Tampering>>;

export const chosen = <Value>(values: readonly Value[], chance: Chance): Value | undefined =>
  values[chance.below(Math.max(1, values.length))];

/** The bytes with one bit the other way. */
export const bent = (bytes: Buffer, chance: Chance): Buffer => {
  const changed = Buffer.from(bytes);
  const at = chance.below(changed.length);
  changed.writeUInt8(changed.readUInt8(at) ^ (1 << chance.below(8)), at);
  return changed;
};

export const withFile = (files: TrailFiles, path: string, body: Buffer | string): TrailFiles =>
  new Map([...files, [path, Buffer.from(body)]]);

export const withoutFile = (files: TrailFiles, path: string): TrailFiles =>
  new Map([...files].filter(([each]) => each !== path));

export const textIn = (files: TrailFiles, path: string): string | undefined => files.get(path)?.toString();

/** Lines without their line breaks. */
export const linesIn = (files: TrailFiles, path: string): readonly string[] =>
  (textIn(files, path) ?? '').split('\n').slice(0, -1);

export const withLines = (files: TrailFiles, path: string, lines: readonly string[]): TrailFiles =>
  withFile(files, path, lines.map((line) => `${line}\n`).join(''));
