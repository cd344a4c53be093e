import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the program with a Pulumi state of its own, which a scenario may change as it likes. */
export type ProjectCopy = {
  readonly folder: string;
  /** For Pulumi: state, plugins and settings of this copy alone. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces a text in a file. Throws an Error where the file does not hold it. Answers how to undo it. */
  readonly edit: (path: string, before: string, after: string) => Promise<() => Promise<void>>;
  readonly remove: () => Promise<void>;
};

const parts = ['Pulumi.yaml', 'Pulumi.dev.yaml', 'Pulumi.prod.yaml', 'package.json', 'infra', 'domain', 'functions'];

export const copyProject = async (root: string): Promise<ProjectCopy> => {
  const place = await mkdtemp(join(tmpdir(), 'quipu-pulumi-'));
  const folder = join(place, 'project');
  await Promise.all([mkdir(folder), mkdir(join(place, 'state')), mkdir(join(place, 'home'))]);
  await Promise.all(parts.map((part) => cp(join(root, part), join(folder, part), { recursive: true })));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    environment: {
      PULUMI_BACKEND_URL: `file://${join(place, 'state')}`,
      PULUMI_HOME: join(place, 'home'),
      PULUMI_CONFIG_PASSPHRASE: 'none',
      PULUMI_SKIP_UPDATE_CHECK: '1',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      AWS_REGION: 'us-east-1',
    },
    edit: async (path, before, after) => {
      const file = join(folder, path);
      const text = await readFile(file, 'utf8');
      if (!text.includes(before)) throw new Error(`${path} does not hold ${before}.`);
      await writeFile(file, text.replace(before, after));
      return () => writeFile(file, text);
    },
    remove: () => rm(place, { recursive: true, force: true }),
  };
};
