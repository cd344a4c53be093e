import { accountPrefix, checkGround } from './against/check-ground.ts';
import { type AgainstOptions, againstUsage, readWords, WrongUse } from './against/read-words.ts';
import { campaign } from './campaign.ts';
import { sender, TokenRefused } from './clients/ask.ts';
import { accountsOf } from './clients/book.ts';
import type { Say } from './clients/finish/settle-all.ts';
import { recorder } from './history/recorder.ts';
import { summaryOf, tellSummary } from './summary.ts';

/*
 * The kit against a deployment: see `againstUsage`. It needs nothing but the public API.
 */

const pauseMaximum = 500;
const proofsOfEachKind = 25;

/** Runs the kit with the words behind `npm run invariants --`. Answers the exit code: 1: an anomaly; 2: wrong use. */
export const runAgainst = async (words: readonly string[]): Promise<number> => {
  try {
    return await run(readWords(words, process.env));
  } catch (error) {
    if (error instanceof WrongUse) {
      process.stderr.write(`${error.message}\n\n${againstUsage}\n`);
      return 2;
    }
    if (!(error instanceof TokenRefused)) throw error;
    process.stderr.write(
      `The token was refused in the middle of the run, whose accounts stay open: ${error.message}\n`,
    );
    return 1;
  }
};

const run = async (options: AgainstOptions): Promise<number> => {
  const { url, token, seed, minutes, clients, withPayouts, isForced, historyFile, isJson } = options;
  const say: Say = (line) => void (isJson ? process.stderr : process.stdout).write(`${line}\n`);
  const target = { url: () => url, token: () => token };
  // What is asked before the run is no part of its history.
  const ledger = await checkGround(options, sender(target, recorder()));
  const taken = recorder(historyFile);
  const interruption = listenForInterruption(say);
  say(`Against ${url}, on the ledger "${ledger}"`);
  const book = await campaign({
    ...{ target, recorder: taken, seed, prefix: accountPrefix, ledger, minutes, clients, withPayouts },
    ...{ pauseMaximum, proofsOfEachKind, say, isInterrupted: interruption.happened },
    meanwhile: async () => {},
  });
  interruption.stop();
  const historyHash = await taken.close();
  const summary = summaryOf(taken.history(), { isAlone: !isForced, isOwnStack: false });
  const { sometimes, anomalies } = summary;
  tellSummary(summary, {}, say);
  say(`${accountsOf(book).length} accounts under ${book.prefix} are closed. Their entries stay, as all entries do.`);
  if (isJson)
    process.stdout.write(
      `${JSON.stringify({ seeds: 1, violations: anomalies.length, historyHash, faults: {}, sometimes, planted: [] })}\n`,
    );
  return anomalies.length > 0 ? 1 : 0;
};

const interruptedExitCode = 130;

/** The first Ctrl-C ends the clients' work early, and all that follows still happens; the second ends everything. */
const listenForInterruption = (say: Say) => {
  let isInterrupted = false;
  const onSignal = (): void => {
    if (isInterrupted) process.exit(interruptedExitCode);
    isInterrupted = true;
    say('Ending what was begun, and closing the accounts; once more to leave them as they are');
  };
  process.on('SIGINT', onSignal);
  return { happened: () => isInterrupted, stop: () => void process.off('SIGINT', onSignal) };
};

if (import.meta.main) process.exitCode = await runAgainst(process.argv.slice(2));
