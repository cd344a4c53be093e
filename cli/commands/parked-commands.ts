import { instantOf } from '../../domain/shared/instant.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { s3Archive } from '../../functions/adapters/archive/s3-archive.ts';
import { kinesisFactPublisher } from '../../functions/adapters/kinesis/fact-publisher.ts';
import type { Answer } from '../answers/answer.ts';
import { table } from '../answers/table.ts';
import type { CommandContext, CommandGroup } from '../command-context.ts';
import type { ParkedObject } from '../parked/parked-object.ts';
import { listParked, readParked, replayParked } from '../parked/parked-records.ts';
import { kinesisClientOf, outputOf, s3ClientOf } from '../stack/stack-clients.ts';
import { WrongUse } from '../wrong-use.ts';

export const parkedCommands: CommandGroup = (program, run) => {
  const parked = program.command('parked').description('records that a function could not process');
  parked
    .command('list')
    .description('what is parked, by whom and why')
    .action(run(async (context) => listed(await listParked((await storesOf(context)).archive))));
  parked
    .command('show <id>')
    .description('a parked record with its whole body')
    .action(
      run(async (context, { words: [id = ''] }) => {
        const { text } = await readParked((await storesOf(context)).archive, id);
        const document = JSON.parse(text);
        return { json: document, text: JSON.stringify(document, null, 2) };
      }),
    );
  parked
    .command('replay <id>')
    .description('puts a parked record back on the fact stream, then removes it')
    .action(
      run(async (context, { words: [id = ''] }) => {
        const facts = await replayParked(id, { ...(await storesOf(context)), now: instantOf(Date.now()) });
        return { json: { id, facts }, text: `Facts put back on the fact stream: ${facts}` };
      }),
    );
  parked
    .command('drop <id>')
    .description('removes a parked record for good')
    .option('--yes', 'do it: what the record says is lost to the function that parked it')
    .action(
      run<{ readonly yes?: boolean }>(async (context, { words: [id = ''], options: { yes = false } }) => {
        if (!yes) throw new WrongUse('A dropped record is gone for good. Say --yes if that is meant.');
        const { archive } = await storesOf(context);
        await readParked(archive, id);
        await archive.remove(id);
        return { json: { id, dropped: true }, text: `Dropped ${id}` };
      }),
    );
};

/** The bucket of parked records, with what consumers parked and what mappings did, and the fact stream. */
const storesOf = async (context: CommandContext) => {
  const resources = await context.resources();
  return {
    archive: s3Archive({
      client: s3ClientOf(resources),
      bucket: outputOf(resources, 'bucketNames.parked'),
      prefix: '',
    }),
    publisher: kinesisFactPublisher({
      client: kinesisClientOf(resources),
      streamName: outputOf(resources, 'streamName'),
    }),
  };
};

const listed = (parked: readonly ParkedObject[]): Answer => ({
  json: { items: parked.map(summaryOf) },
  text: table<ParkedObject>(
    [
      { title: 'function', cell: ({ consumer }) => consumer },
      { title: 'parked at', cell: ({ parkedAt }) => parkedAt },
      { title: 'records', align: 'right', cell: ({ records }) => String(records.length) },
      { title: 'reason', cell: ({ reason }) => reason },
      { title: 'id', cell: ({ id }) => id },
    ],
    parked,
  ),
});

const summaryOf = ({ records, ...summary }: ParkedObject): JsonObject => ({ ...summary, records: records.length });
