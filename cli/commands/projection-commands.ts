import type { JsonObject } from '../../domain/shared/json.ts';
import { dynamoEventStore } from '../../functions/adapters/dynamodb/event-store.ts';
import type { Answer } from '../answers/answer.ts';
import { table } from '../answers/table.ts';
import type { CommandContext, CommandGroup } from '../command-context.ts';
import { dynamoClientOf, outputOf } from '../stack/stack-clients.ts';
import { keptProjections } from '../verify/kept-projections.ts';
import { type VerifiedProjection, verifyProjection } from '../verify/verify-projections.ts';
import { secondsOf } from './shared-options.ts';

export const projectionCommands: CommandGroup = (program, run) => {
  program
    .command('projections')
    .description('views made from facts')
    .command('verify')
    .description('compares every view with a fresh fold of the event store, byte for byte; exit code 1 if one differs')
    .option('--wait <seconds>', 'how long to compare again while consumers may still be behind', '10')
    .action(
      run<{ readonly wait: string }>(async (context, { options }) =>
        answerOf(await verifyAll(context, secondsOf('--wait', options.wait))),
      ),
    );
};

const verifyAll = async (context: CommandContext, seconds: number): Promise<readonly VerifiedProjection[]> => {
  const resources = await context.resources();
  const client = dynamoClientOf(resources);
  const eventStore = dynamoEventStore({ client, tableName: outputOf(resources, 'tableNames.ledger') });
  const progress = context.terminal.progress('events read');
  const verified: VerifiedProjection[] = [];
  try {
    for (const kept of keptProjections(resources, client))
      verified.push(
        await verifyProjection(kept, { eventStore, patienceMilliseconds: seconds * 1_000, onEvent: progress.step }),
      );
  } finally {
    progress.done();
    client.destroy();
  }
  return verified;
};

const answerOf = (verified: readonly VerifiedProjection[]): Answer => {
  const rows = table<VerifiedProjection>(
    [
      { title: 'view', cell: ({ name }) => name },
      { title: 'facts', align: 'right', cell: ({ facts }) => String(facts) },
      { title: 'rows', align: 'right', cell: ({ rows: count }) => String(count) },
      { title: 'differences', align: 'right', cell: ({ differences }) => String(differences) },
    ],
    verified,
  );
  const isSame = verified.every((one) => one.isSame);
  const verdict = isSame ? 'Every view equals a fresh fold of the event store.' : verified.map(differencesOf).join('');
  return { json: { isSame, views: verified.map(jsonOf) }, text: `${rows}\n\n${verdict}`, failed: !isSame };
};

const jsonOf = (verified: VerifiedProjection): JsonObject => ({ ...verified });

const differencesOf = ({ name, isSame, unexpected, missing }: VerifiedProjection): string =>
  isSame
    ? ''
    : `${name}: the view holds, and a fresh fold does not (+), or the other way round (-):\n` +
      [...unexpected.map((row) => `  + ${row}\n`), ...missing.map((row) => `  - ${row}\n`)].join('');
