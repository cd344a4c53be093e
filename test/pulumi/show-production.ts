import assert from 'node:assert/strict';
import { appliedChanges } from './changes.ts';
import { issuer, type Scenery } from './show-development.ts';

/** A stack that holds money: what would lose its data is refused, and refusing it leaves the stack as it was. */
export const showProduction = async ({ pulumi, project, step }: Scenery): Promise<void> => {
  const succeeds = async (...words: readonly string[]): Promise<void> => {
    const { succeeded, everything } = await pulumi(...words, '--stack', 'prod');
    assert.ok(succeeded, everything);
  };
  const isRefused = async (reason: RegExp, ...words: readonly string[]): Promise<void> => {
    const { succeeded, everything } = await pulumi(...words, '--stack', 'prod');
    assert.ok(!succeeded, `It was done:\n${everything}`);
    assert.match(everything, reason);
  };

  await step('prod: up creates it, and a second up changes nothing', async () => {
    await succeeds('stack', 'init');
    await succeeds('config', 'set', 'quipu:jwtIssuer', issuer);
    await succeeds('config', 'set', 'quipu:alarmEmail', 'ledger@example.com');
    await succeeds('up', '--yes', '--skip-preview');
    await succeeds('up', '--yes', '--skip-preview', '--expect-no-changes');
  });
  await step('prod: longer logs are a change in place', async () => {
    await succeeds('config', 'set', 'quipu:logRetentionDays', '731');
    const changes = await appliedChanges(pulumi, 'prod');
    assert.ok(changes.length >= 8, changes.join('\n'));
    for (const change of changes) assert.match(change, /^update aws:cloudwatch\/logGroup:LogGroup /);
  });
  await step("prod: a change of a table's key is refused, in the preview and in the up", async () => {
    const undo = await project.edit('infra/components/event-store.ts', "rangeKey: 'sk'", "rangeKey: 'version'");
    const reason = /unable to replace resource "[^"]*event-store-table"\s+as it is currently marked for protection/;
    try {
      await isRefused(reason, 'preview');
      await isRefused(reason, 'up', '--yes', '--skip-preview');
    } finally {
      await undo();
    }
  });
  await step('prod: destroy is refused', async () => {
    await isRefused(/event-store-table" cannot be deleted\s+because it is protected/, 'destroy', '--yes');
  });
  await step('prod: is as it was after all that was refused', async () => {
    await succeeds('up', '--yes', '--skip-preview', '--expect-no-changes');
  });
};
