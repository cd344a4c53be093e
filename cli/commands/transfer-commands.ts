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

type RepairOptions = KeyOption & {
  readonly outcome: string;
  readonly railReference?: string;
  readonly detail: string;
};

type ApprovalOptions = KeyOption & Pick<RepairOptions, 'outcome'>;

export const transferCommands: CommandGroup = (program, run) => {
  const transfers = program.command('transfers').description('payouts through the saga');
  repairCommands(transfers, run);
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

const repairCommands: CommandGroup = (transfers, run) => {
  keyOption(
    transfers.command('propose-repair <transfer>').description('says what became of a transfer that needs repair'),
  )
    .requiredOption('--outcome <outcome>', 'moved: the rail paid it out; notMoved: it did not, or has given it back')
    .option('--rail-reference <reference>', 'what the rail calls the payout')
    .requiredOption('--detail <text>', 'how that is known; never personal data')
    .action(
      run<RepairOptions>(async ({ api }, { words: [id = ''], options: { key, outcome, railReference, detail } }) => {
        const body = { outcome, detail, ...(railReference === undefined ? {} : { railReference }) };
        return postedAnswer(await (await api()).post(`${transferPath(id)}/repairs`, { key, body }), shown);
      }),
    );
  keyOption(transfers.command('approve-repair <transfer>').description('confirms what another person proposed'))
    .requiredOption('--outcome <outcome>', 'moved or notMoved, as it was proposed')
    .action(
      run<ApprovalOptions>(async ({ api }, { words: [id = ''], options: { key, outcome } }) =>
        postedAnswer(await (await api()).post(`${transferPath(id)}/approvals`, { key, body: { outcome } }), shown),
      ),
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
    ['proposed', 'proposedRepair.outcome'],
    ['proposed by', 'proposedRepair.proposedBy'],
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
