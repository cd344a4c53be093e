import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Archive } from '../../domain/ports/archive.ts';
import { archiveAt } from '../../functions/adapters/archive/archive-at.ts';
import { s3Archive } from '../../functions/adapters/archive/s3-archive.ts';
import { dynamoRestoredTable } from '../../functions/adapters/dynamodb/restored-table.ts';
import type { CommandContext, CommandGroup } from '../command-context.ts';
import { restoreAnswer } from '../restore/restore-answer.ts';
import { verifyRestore } from '../restore/verify-restore.ts';
import { dynamoClientOf, localCredentials, outputOf, s3ClientOf } from '../stack/stack-clients.ts';
import { WrongUse } from '../wrong-use.ts';

type RestoreOptions = {
  readonly table?: string;
  readonly endpoint?: string;
  readonly archive?: string;
  readonly repair?: boolean;
};

export const restoreCommands: CommandGroup = (program, run) => {
  program
    .command('restore')
    .description('tables that were restored from a backup')
    .command('verify')
    .description(
      'compares a copy of the ledger table with itself and with the archive, and with --repair puts back what it lacks; ' +
        'exit code 1 unless it is proven whole',
    )
    .option('--table <name>', "the table (default: the stack's own; --repair wants it named)")
    .option('--endpoint <url>', 'the DynamoDB endpoint that has the table (default: that of the stack)')
    .option('--archive <url>', "file:///folder or s3://bucket/facts (default: the stack's own)")
    .option('--repair', 'put back what is missing; nothing that is there is changed')
    .action(
      run<RestoreOptions>(async (context, { options }) => {
        const { repair = false, table } = options;
        if (repair && table === undefined)
          throw new WrongUse('--repair writes: name the table that it may write to with --table.');
        return restoreAnswer(await verified(context, options, repair));
      }),
    );
};

const verified = async (context: CommandContext, options: RestoreOptions, isRepairing: boolean) => {
  const client = await clientFor(context, options);
  const progress = context.terminal.progress('events and archived lines read');
  try {
    const tableName = options.table ?? outputOf(await context.resources(), 'tableNames.ledger');
    const archive = await archiveFor(context, options);
    return await verifyRestore(
      { table: dynamoRestoredTable({ client, tableName }), archive, onStep: progress.step },
      isRepairing,
    );
  } finally {
    progress.done();
    client.destroy();
  }
};

const clientFor = async (context: CommandContext, { endpoint }: RestoreOptions): Promise<DynamoDBClient> => {
  if (endpoint === undefined) return dynamoClientOf(await context.resources());
  const region = context.terminal.environment['AWS_REGION'] ?? 'us-east-1';
  return new DynamoDBClient({
    endpoint,
    region,
    credentials: localCredentials,
    requestHandler: new NodeHttpHandler(),
  });
};

const archiveFor = async (context: CommandContext, { archive }: RestoreOptions): Promise<Archive> => {
  if (archive !== undefined) return archiveAt(archive, context.terminal.environment);
  const resources = await context.resources();
  const bucket = outputOf(resources, 'bucketNames.archive');
  return s3Archive({ client: s3ClientOf(resources), bucket, prefix: 'facts/' });
};
