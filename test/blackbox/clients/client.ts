import type { Answer } from '../history/exchange.ts';
import { type Asking, askUntilDefinite, type Request } from './ask.ts';
import type { Book, DoneWrite, KnownAccount } from './book.ts';
import type { Random } from './random.ts';

/** One of many that use the ledger at once. */
export type Client = {
  readonly name: string;
  readonly random: Random;
  readonly book: Book;
  /** The wallet that nobody else freezes, unfreezes or limits. */
  readonly own: KnownAccount;
  readonly freshKey: () => string;
  /** Asks until the answer is definite; undefined where the run ended first. */
  readonly ask: (request: Request) => Promise<Answer | undefined>;
  /** Writes under a fresh key, now and then several times at once. Answers what was accepted, or undefined. */
  readonly write: (path: string, body: DoneWrite['body']) => Promise<Accepted | undefined>;
  readonly read: (path: string) => Promise<Answer | undefined>;
};

export type Accepted = Readonly<Record<string, unknown>>;

export type ClientOptions = Asking & {
  readonly name: string;
  readonly book: Book;
  readonly own: KnownAccount;
  /** Tells the keys of this run from those of any other. */
  readonly runId: string;
};

const racersMaximum = 3;
const raceProbability = 0.12;

export const openClient = ({ name, book, own, runId, ...asking }: ClientOptions): Client => {
  const { random } = asking;
  let keys = 0;
  const freshKey = (): string => {
    keys += 1;
    return `${runId} ${name} ${keys}`;
  };
  const ask = (request: Request): Promise<Answer | undefined> => askUntilDefinite(name, request, asking);
  const write: Client['write'] = async (path, body) => {
    const key = freshKey();
    const racers = random.chance(raceProbability) ? random.between(2, racersMaximum) : 1;
    const answers = await Promise.all(Array.from({ length: racers }, () => ask({ method: 'POST', path, key, body })));
    const accepted = answers.find((answer) => answer !== undefined && answer.status < 300);
    if (accepted === undefined) return undefined;
    book.done.push({ path, key, body });
    return accepted.body as Accepted;
  };
  return { name, random, book, own, freshKey, ask, write, read: (path) => ask({ method: 'GET', path }) };
};
