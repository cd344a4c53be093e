import type { Command } from 'commander';
import { jsonObjectIn } from '../../domain/audit/close/json-object.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { objectsOf, textOf } from '../answers/field-of.ts';
import { writeOut } from '../answers/write-out.ts';
import type { ApiClient } from '../api/api-client.ts';
import type { RunAction } from '../command-context.ts';
import { CommandFailed } from '../command-failed.ts';

type OutOption = { readonly out?: string };
type ConsistencyOptions = OutOption & { readonly from: string; readonly to?: string };
type BalanceOptions = OutOption & { readonly close?: string };

/** Adds the commands of `quipu audit` that ask for proofs, which are checked without us. */
export const addProofCommands = (audit: Command, run: RunAction): void => {
  outOption(audit.command('checkpoint'), 'the note')
    .description('the newest signed checkpoint; keep it, for what comes later has to continue it')
    .action(
      run<OutOption>(async ({ api }, { options: { out } }) =>
        checkpointOf(await (await api()).get('/v1/audit/checkpoint'), out),
      ),
    );
  outOption(audit.command('proof <fact>'), 'the .tlog-proof, and beside it, in FILE.entry, the entry,')
    .description('proof that a fact is in the log, such as main#J#jen_…@0')
    .action(
      run<OutOption>(async ({ api }, { words: [fact = ''], options: { out } }) =>
        proofsOf(await (await api()).get(`/v1/audit/proofs/${encodeURIComponent(fact)}`), out),
      ),
    );
  outOption(audit.command('consistency'), 'the proof')
    .description('proof that the log at a checkpoint goes on from what it was at an earlier one')
    .requiredOption('--from <size>', 'the size of the earlier checkpoint')
    .option('--to <size>', 'the size of the later checkpoint (default: the newest)')
    .action(
      run<ConsistencyOptions>(async ({ api }, { options: { from, to, out } }) =>
        consistencyOf(await (await api()).get('/v1/audit/consistency', { from, to }), out),
      ),
    );
  outOption(audit.command('balance <account>'), 'the whole proof as JSON')
    .description('proof of what an account was at a close')
    .option('--close <index>', 'the close, by its index in the log (default: the newest)')
    .action(
      run<BalanceOptions>(async ({ api }, { words: [account = ''], options: { close, out } }) => {
        const client = await api();
        const index = close ?? (await newestCloseOf(client));
        const path = `/v1/audit/closes/${encodeURIComponent(index)}/accounts/${encodeURIComponent(account)}`;
        return balanceOf(await client.get(path), out);
      }),
    );
};

const outOption = (command: Command, what: string): Command =>
  command.option('--out <file>', `write ${what} to a file, which is not written over`);

const checkpointOf = async (answer: JsonObject, out: string | undefined): Promise<Answer> => {
  const note = textOf(answer, 'checkpoint');
  const cosigned = textOf(answer, 'cosigned.checkpoint');
  const witnessed = cosigned === '' ? '' : `\nThe newest that a witness has cosigned:\n\n${cosigned}`;
  return { json: answer, text: `${`${note}${witnessed}`.trimEnd()}${await writeOut(out, note)}` };
};

const proofsOf = async (answer: JsonObject, out: string | undefined): Promise<Answer> => {
  const proofs = objectsOf(answer, 'proofs');
  const [first] = proofs;
  const written = first === undefined ? '' : await writeOut(out, textOf(first, 'proof'), textOf(first, 'entry'));
  const texts = proofs.map(
    (proof) => `entry ${textOf(proof, 'index')}:\n${textOf(proof, 'entry')}\n\n${textOf(proof, 'proof')}`,
  );
  const contested = proofs.length > 1 ? '\nMore than one text claimed to be this fact: all of them are evidence.' : '';
  return { json: answer, text: `${texts.join('\n').trimEnd()}${contested}${written}` };
};

const consistencyOf = async (answer: JsonObject, out: string | undefined): Promise<Answer> => {
  const proof = textOf(answer, 'proof');
  return { json: answer, text: `${proof.trimEnd()}${await writeOut(out, proof)}` };
};

const newestCloseOf = async (client: ApiClient): Promise<string> => {
  const [newest] = objectsOf(await client.get('/v1/audit/closes', { limit: '1' }), 'items');
  if (newest === undefined)
    throw new CommandFailed('The log was never closed. Close it with: npm run quipu -- audit close');
  return textOf(newest, 'index');
};

const balanceOf = async (answer: JsonObject, out: string | undefined): Promise<Answer> => {
  const head = jsonObjectIn(textOf(answer, 'head')) ?? {};
  const stripes = objectsOf(answer, 'stripes').map((stripe) => `\n\n${lineOf(stripe)}`);
  const shown = details({ ...answer, head }, [
    ['account', 'accountId'],
    ['name', 'head.name'],
    ['type', 'head.type'],
    ['status', 'head.status'],
    ['currency', 'head.currency'],
    ['debits', 'head.debits'],
    ['credits', 'head.credits'],
    ['held debits', 'head.heldDebits'],
    ['held credits', 'head.heldCredits'],
    ['version', 'head.version'],
    ['hash', 'head.hash'],
    ['line', 'place'],
    ['of', 'accounts'],
    ['close', 'close.index'],
  ]);
  const close = `The close:\n${textOf(answer, 'close.entry')}\n\n${textOf(answer, 'close.proof').trimEnd()}`;
  const written = await writeOut(out, `${JSON.stringify(answer)}\n`);
  return { json: answer, text: `${shown}\n\n${lineOf(answer)}${stripes.join('')}\n\n${close}${written}` };
};

/** The line of an account or of one of its stripes, and how it leads to the root. */
const lineOf = (proof: JsonObject): string => {
  const path = textOf(proof, 'hashes').replaceAll(' ', '\n') || '(none: it is the only line)';
  return `The line:\n${textOf(proof, 'head')}\n\nThe path to the root in the close:\n${path}`;
};
