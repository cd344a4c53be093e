import { listedIn, mended } from './mended.ts';
import {
  bent,
  chosen,
  type Forgery,
  type Prey,
  type Tampering,
  type Tamperings,
  withFile,
  withoutFile,
} from './tampering.ts';
import type { TrailFiles } from './verifier.ts';

/** Changes whole files, without a look at what they are. */

const anyListed = ({ trail, chance }: Prey): string | undefined =>
  chosen(
    listedIn(trail.files).filter((path) => (trail.files.get(path)?.length ?? 0) > 0),
    chance,
  );

const bitOf =
  (pathOf: (prey: Prey) => string | undefined): Tampering =>
  (prey) => {
    const path = pathOf(prey);
    const bytes = path === undefined ? undefined : prey.trail.files.get(path);
    if (path === undefined || bytes === undefined || bytes.length === 0) return undefined;
    return { files: withFile(prey.trail.files, path, bent(bytes, prey.chance)) };
  };

const dropped: Tampering = (prey) => {
  const path = anyListed(prey);
  return path === undefined ? undefined : { files: withoutFile(prey.trail.files, path) };
};

const added: Tampering = ({ trail, other, chance }) => {
  const path = chosen(['notes.txt', 'tile/0/999', 'camt053/more.xml', 'text/00', 'heads/opening.jsonl'], chance) ?? '';
  const body = other.files.get('policy.json') ?? 'more';
  return trail.files.has(path) ? undefined : { files: withFile(trail.files, path, body) };
};

const swapped: Tampering = (prey) => {
  const { files } = prey.trail;
  const [one, other] = [anyListed(prey) ?? '', anyListed(prey) ?? ''];
  const [first, second] = [files.get(one), files.get(other)];
  if (first === undefined || second === undefined || first.equals(second)) return undefined;
  return { files: withFile(withFile(files, one, second), other, first) };
};

const cutOff: Tampering = (prey) => {
  const path = anyListed(prey) ?? '';
  const bytes = prey.trail.files.get(path);
  if (bytes === undefined) return undefined;
  return { files: withFile(prey.trail.files, path, bytes.subarray(0, prey.chance.below(bytes.length))) };
};

const fromAnother: Tampering = (prey) => {
  const path = anyListed(prey) ?? '';
  const bytes = prey.other.files.get(path);
  const own = prey.trail.files.get(path);
  if (bytes === undefined || own === undefined || own.equals(bytes)) return undefined;
  return { files: withFile(prey.trail.files, path, bytes) };
};

const plain: Tamperings = {
  'a file is dropped': dropped,
  'a file is added': added,
  'two files are swapped': swapped,
  'a file is cut off': cutOff,
  'a file is that of another trail': fromAnother,
};

/** What is left of a tampering once the manifest and the page are of the changed files. */
export const thenMended =
  (tampering: Tampering): Tampering =>
  async (prey): Promise<Forgery | undefined> => {
    const forgery = await tampering(prey);
    return forgery === undefined ? undefined : { ...forgery, files: mended(forgery.files) };
  };

const anyPath = ({ trail, chance }: Prey): string | undefined => chosen([...trail.files.keys()], chance);

export const fileTamperings: Tamperings = {
  'a bit of any file': bitOf(anyPath),
  'a bit of a file, and the manifest mended': thenMended(bitOf(anyListed)),
  ...plain,
  ...Object.fromEntries(
    Object.entries(plain).map(([name, tampering]) => [`${name}, and the manifest mended`, thenMended(tampering)]),
  ),
};

export const isSame = (one: TrailFiles, other: TrailFiles): boolean =>
  one.size === other.size && [...one].every(([path, bytes]) => other.get(path)?.equals(bytes) === true);
