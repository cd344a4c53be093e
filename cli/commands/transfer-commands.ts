import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import { timelineText } from '../answers/timeline-text.ts';
import { transferPath, waitForTransfer } from '../api/wait-for-transfer.ts';
import type { CommandGroup } from '../command-context.ts';
import { metadataOf } from './metadata-of.ts';
import { type KeyOption, keyOption, secondsOf } from './shared-options.ts';

type RequestOptions = KeyOption & {
  readonly from: string;
  readonly settlement: string;
  readonly amount: string;
  readonly currency: string;
  readonly destination: string;
  readonly description?: string;
  readonly metadata?: readonly string[];
  readonly wait?: string;
};

export const transferCommands: CommandGroup = (program, run) => {
  const transfers = program.command('transfers').description('payouts through the saga');
  keyOption(transfers.command('request').description('requests a payout'))
    .requiredOption('--from <account>', 'the account that is paid out')
    .requiredOption('--settlement <account>', 'the account that it settles against, such as assets:bank:operating')
    .requiredOption('--amount <amount>', 'decimal text, such as 12.50')
    .requiredOption('--currency <code>', 'ISO 4217, such as USD')
    .requiredOption('--destination <reference>', 'a reference at the payout rail, such as sim-accept')
    .option('--description <text>', 'what it is for')
    .option('--metadata <name=value...>', 'what else to keep')
    .option('--wait <seconds>', 'wait until it has ended, at most this long')
    .action(
      run<RequestOptions>(async ({ api }, { options }) => {
        const client = await api();
        const seconds = secondsOf('--wait', options.wait ?? '0');
        const posted = await client.post('/v1/transfers', { key: options.key, body: transferOf(options) });
        const document = await waitForTransfer(client, posted.document, Date.now() + seconds * 1_000);
        return postedAnswer({ ...posted, document }, shown);
      }),
    );
  transfers
    .command('show <transfer>')
    .description('one transfer')
    .action(run(async ({ api }, { words: [id = ''] }) => shown(await (await api()).get(transferPath(id)))));
  transfers
    .command('timeline <transfer>')
    .description('what happened to a transfer, and when each part of the system saw it')
    .action(
      run(async ({ api }, { words: [id = ''] }) => {
        const timeline = await (await api()).get(`${transferPath(id)}/timeline`);
        return { json: timeline, text: timelineText(timeline) };
      }),
    );
};

const transferOf = ({ from, settlement, amount, currency, destination, description, metadata }: RequestOptions) => ({
  kind: 'payout',
  sourceAccountId: from,
  settlementAccountId: settlement,
  amount,
  currency,
  destination,
  ...(description === undefined ? {} : { description }),
  metadata: metadataOf(metadata),
});

const shown = (transfer: JsonObject): Answer => ({
  json: transfer,
  text: details(transfer, [
    ['transfer', 'id'],
    ['status', 'status'],
    ['reason', 'reason.code'],
    ['detail', 'reason.detail'],
    ['from', 'sourceAccountId'],
    ['settles against', 'settlementAccountId'],
    ['amount', 'amount'],
    ['currency', 'currency'],
    ['destination', 'destination'],
    ['hold', 'holdId'],
    ['entries', 'entryIds'],
    ['requested at', 'requestedAt'],
  ]),
});
