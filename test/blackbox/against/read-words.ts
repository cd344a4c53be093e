import { parseArgs } from 'node:util';

/** How a run against a deployment is wanted. */
export type AgainstOptions = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly minutes: number;
  readonly clients: number;
  readonly seed: number;
  /** Payouts too: only where the rail is the simulated bank. */
  readonly withPayouts: boolean;
  /** On a ledger that others use as well. */
  readonly isForced: boolean;
  readonly historyFile: string | undefined;
  readonly isJson: boolean;
};

/** What was asked for cannot be done; the message says what can. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

export const againstUsage = `npm run invariants -- --target URL [--token T] [--minutes M] [--clients N] [--seed S] [--payouts] [--force]
                         [--history FILE] [--json]

Uses a deployed ledger over its public API as many clients at once do, and checks all that it answered.

  --target URL    where the API is, such as https://ledger.example.com
  --token T       a token for a ledger of its own; QUIPU_TOKEN where absent, which no list of processes shows
  --minutes M     how long the clients work; 1 where absent. Ending everything and reading it takes two or three more
  --clients N     how many work at once; 6 where absent
  --payouts       payouts too. Only where the rail is the simulated bank: money that has left does not come back
  --force         on a ledger that has accounts of others
  --history FILE  where all requests and answers go, one JSON document a line; never the token
  --json          at the end one line of JSON on standard output, and nothing else there`;

const seedMaximum = 1_000_000;

/** Reads the words behind `npm run invariants --`. Throws WrongUse. */
export const readWords = (
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AgainstOptions => {
  const values = parsed(words);
  const token = values.token ?? environment['QUIPU_TOKEN'];
  if (values.target === undefined) throw new WrongUse('--target takes the address of the API.');
  if (token === undefined || token === '') throw new WrongUse('Give a token with --token or in QUIPU_TOKEN.');
  return {
    url: readUrl(values.target),
    token,
    minutes: numberOf('minutes', values.minutes, { whole: false }),
    clients: numberOf('clients', values.clients, { whole: true }),
    seed: numberOf('seed', values.seed ?? String(1 + Math.floor(Math.random() * seedMaximum)), { whole: true }),
    withPayouts: values.payouts,
    isForced: values.force,
    historyFile: values.history,
    isJson: values.json,
  };
};

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        target: { type: 'string' },
        token: { type: 'string' },
        minutes: { type: 'string', default: '1' },
        clients: { type: 'string', default: '6' },
        seed: { type: 'string' },
        payouts: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        history: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const readUrl = (text: string): string => {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new WrongUse(`${text} is no address of an API.`);
  return text.replace(/\/+$/, '');
};

const numberOf = (name: string, text: string, { whole }: { readonly whole: boolean }): number => {
  const number = Number(text);
  const isRight = whole ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (!isRight || number <= 0) throw new WrongUse(`--${name} takes a number above 0, not "${text}".`);
  return number;
};
