import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as z from 'zod';
import { runRecorded } from '../../infra/local/evaluate/run-recorded.ts';
import { appliedChanges, nameOf, plannedChanges } from './changes.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { Pulumi } from './pulumi-command.ts';
import type { Steps } from './steps.ts';

export type Scenery = {
  readonly pulumi: Pulumi;
  readonly project: ProjectCopy;
  readonly step: Steps['step'];
};

export const issuer = 'https://issuer.example';

/** A stack that is made, left alone, changed in an ordinary way, and destroyed. */
export const showDevelopment = async ({ pulumi, project, step }: Scenery): Promise<void> => {
  const succeeds = async (...words: readonly string[]): Promise<string> => {
    const { succeeded, output, everything } = await pulumi(...words, '--stack', 'dev');
    assert.ok(succeeded, everything);
    return output;
  };

  await step('dev: preview says in one sentence what is not configured yet', async () => {
    await succeeds('stack', 'init');
    const { succeeded, everything } = await pulumi('preview', '--stack', 'dev');
    assert.ok(!succeeded, 'It went on without knowing whose tokens to take.');
    assert.match(everything, /quipu:jwtIssuer is not set: it must be the https:\/\/ address/);
  });
  await step('dev: preview plans to create everything', async () => {
    await succeeds('config', 'set', 'quipu:jwtIssuer', issuer);
    const changes = await plannedChanges(pulumi, 'dev');
    assert.ok(changes.length > 150, changes.join('\n'));
    assert.deepEqual(
      changes.filter((change) => !change.startsWith('create ')),
      [],
    );
  });
  await step('dev: up creates it', async () => void (await succeeds('up', '--yes', '--skip-preview')));
  await step('dev: the outputs name what was made', async () => {
    const outputs = z.record(z.string(), z.unknown()).parse(JSON.parse(await succeeds('stack', 'output', '--json')));
    assert.deepEqual(Object.keys(outputs).toSorted(), outputNames);
    assert.match(String(outputs['apiUrl']), /^https:/);
  });
  await step('dev: what exists in the cloud is what npm start evaluates', async () => {
    const { resources } = await runRecorded({
      stack: 'dev',
      settings: await settingsOf(succeeds),
      program: () => import(join(project.folder, 'infra', 'index.ts')),
    });
    const here = resources.map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(await resourcesIn(succeeds), here.toSorted());
  });
  await step('dev: a second up changes nothing', async () => {
    await succeeds('up', '--yes', '--skip-preview', '--expect-no-changes');
  });
  await step('dev: more memory changes the functions in place, and nothing else', async () => {
    await succeeds('config', 'set', 'quipu:memoryMegabytes', '768');
    const changes = await appliedChanges(pulumi, 'dev');
    assert.equal(changes.length, 9, changes.join('\n'));
    for (const change of changes) assert.match(change, /^update aws:lambda\/function:Function /);
    await succeeds('up', '--yes', '--skip-preview', '--expect-no-changes');
  });
  await step('dev: a changed source changes its own function in place', async () => {
    await project.edit('functions/balance/handler.ts', 'import ', "export const changed = 'by this test';\nimport ");
    assert.deepEqual(await appliedChanges(pulumi, 'dev'), [
      'update aws:lambda/function:Function balance-function-lambda',
    ]);
  });
  await step('dev: destroy leaves nothing', async () => {
    await succeeds('destroy', '--yes', '--skip-preview');
    assert.deepEqual(await resourcesIn(succeeds), []);
  });
};

const outputNames = ['apiUrl', 'bucketNames', 'functionNames', 'machineArn', 'streamName', 'tableNames'];

type Succeeds = (...words: readonly string[]) => Promise<string>;

const resourcesIn = async (succeeds: Succeeds): Promise<readonly string[]> => {
  const { deployment } = exportShape.parse(JSON.parse(await succeeds('stack', 'export')));
  return (deployment.resources ?? [])
    .filter(({ custom, type }) => custom && type.startsWith('aws:'))
    .map(({ urn }) => nameOf(urn))
    .toSorted();
};

const settingsOf = async (succeeds: Succeeds): Promise<Readonly<Record<string, string>>> => {
  const configured = configShape.parse(JSON.parse(await succeeds('config', '--json')));
  return Object.fromEntries(
    Object.entries(configured)
      .filter(([key]) => key.startsWith('quipu:'))
      .map(([key, { value }]) => [key.slice('quipu:'.length), value]),
  );
};

const exportShape = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string(), type: z.string(), custom: z.boolean() })).optional(),
  }),
});

const configShape = z.record(z.string(), z.object({ value: z.string() }));
