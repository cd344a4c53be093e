import { type ArchitectureRule, lineOf, partOf } from './architecture-rule.ts';
import { type ImportedModule, importsOf } from './imports-of.ts';

/** What each part may import of the project, as prefixes of paths. `test` may import anything. */
const allowedOf: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain/'],
  functions: ['domain/', 'functions/'],
  infra: ['domain/', 'infra/'],
  // Verifying projections and replaying what was parked read the stores as the functions do: docs/adr/0009.
  cli: ['domain/', 'cli/', 'functions/adapters/', 'functions/runtime/', 'functions/facts/'],
  console: ['domain/', 'console/'],
};

/** Packages that belong to one part of the system, beside tests. */
const packagesOf: Readonly<Record<string, string>> = {
  '@pulumi/pulumi': 'infra',
  '@pulumi/aws': 'infra',
  esbuild: 'infra',
  kinesalite: 'infra',
  'aws-local-stepfunctions': 'infra',
  hono: 'functions',
  commander: 'cli',
  'cli-progress': 'cli',
  yazl: 'cli',
};

/** Folders of `functions` that are no function: what functions share. */
const sharedFolders = ['adapters', 'commands', 'facts', 'runtime'];

export const importRules: readonly ArchitectureRule[] = [
  {
    name: 'who imports whom',
    *offencesOf(module) {
      const allowed = allowedOf[partOf(module.path)];
      for (const imported of importsOf(module)) {
        if (allowed === undefined || imported.kind !== 'own') continue;
        if (!allowed.some((prefix) => imported.target.startsWith(prefix)))
          yield `${lineOf(module, imported.node)}: ${partOf(module.path)} must not import ${imported.target}`;
      }
    },
  },
  {
    name: 'domain imports decimal.js and itself only',
    *offencesOf(module) {
      if (partOf(module.path) !== 'domain') return;
      for (const { kind, target, node } of importsOf(module))
        if (kind !== 'own' && target !== 'decimal.js')
          yield `${lineOf(module, node)}: domain must not import ${target}`;
    },
  },
  {
    name: 'packages stay in their part',
    *offencesOf(module) {
      const part = partOf(module.path);
      for (const { target, node } of importsOf(module)) {
        const owner = packagesOf[target];
        if (owner !== undefined && part !== owner && part !== 'test')
          yield `${lineOf(module, node)}: only ${owner} imports ${target}`;
      }
    },
  },
  {
    name: 'a function does not import another function',
    *offencesOf(module) {
      for (const imported of importsOf(module))
        if (isAnotherFunction(module.path, imported))
          yield `${lineOf(module, imported.node)}: ${imported.target} belongs to another function`;
    },
  },
];

const isAnotherFunction = (path: string, { kind, target }: ImportedModule): boolean => {
  const [part, folder] = path.split('/');
  const [targetPart, targetFolder = ''] = target.split('/');
  if (kind !== 'own' || part !== 'functions' || targetPart !== 'functions') return false;
  return folder !== targetFolder && !sharedFolders.includes(targetFolder);
};
