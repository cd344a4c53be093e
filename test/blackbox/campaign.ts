import { randomBytes } from 'node:crypto';
import { sender, type Target } from './clients/ask.ts';
import { type Book, emptyBook, type KnownAccount } from './clients/book.ts';
import { type Client, openClient } from './clients/client.ts';
import { readAll } from './clients/finish/read-all.ts';
import { type Say, settleAll } from './clients/finish/settle-all.ts';
import { openAccounts } from './clients/open-accounts.ts';
import { type Random, randomOf } from './clients/random.ts';
import { work } from './clients/work.ts';
import type { Recorder } from './history/recorder.ts';

export type Campaign = {
  readonly target: Target;
  readonly recorder: Recorder;
  readonly seed: number;
  /** The ids of its accounts begin with this and the id of the run. */
  readonly prefix: string;
  readonly ledger: string;
  readonly minutes: number;
  readonly clients: number;
  readonly withPayouts: boolean;
  /** The longest pause between two stories of one client, in milliseconds. */
  readonly pauseMaximum: number;
  readonly proofsOfEachKind: number;
  readonly say: Say;
  /** Asked while the clients work: whether they shall stop early. */
  readonly isInterrupted?: () => boolean;
  /** What goes on beside the clients until the moment given; all comes to its end after it. */
  readonly meanwhile: (until: number, random: Random) => Promise<void>;
};

const progressMilliseconds = 10_000;

/** Lets many clients work at once, ends all they began, and reads all there is. Everything goes to the recorder. */
export const campaign = async (options: Campaign): Promise<Book> => {
  const { recorder, seed, prefix, minutes, clients: count, withPayouts, pauseMaximum, say } = options;
  const { isInterrupted = () => false } = options;
  const runId = randomBytes(5).toString('hex');
  const book = emptyBook(`${prefix}:${runId}:`);
  const open = clientsOf(options, runId, book);
  const founder = open('founder', { id: '', currency: 'USD' });
  say(`Run ${runId}, seed ${seed}: opening accounts under ${book.prefix}`);
  await openAccounts(founder, {
    walletsPerCurrency: Math.ceil(count / 3),
    sellersPerCurrency: withPayouts ? Math.ceil(count / 6) : 0,
  });
  const until = performance.now() + minutes * 60_000;
  const clients = book.wallets.slice(0, count).map((own, index) => open(`client ${index + 1}`, own));
  say(`${clients.length} clients work for ${minutes} minutes`);
  const progress = setInterval(() => say(progressOf(recorder)), progressMilliseconds);
  try {
    const isTime = () => performance.now() < until && !isInterrupted();
    const working = clients.map((client) => work(client, { withPayouts, isTime, pauseMaximum }));
    await Promise.all([...working, options.meanwhile(until, randomOf(seed + 1))]);
    await settleAll(founder, say);
    await readAll(founder, options, say);
  } finally {
    clearInterval(progress);
  }
  return book;
};

const clientsOf = ({ target, recorder, seed }: Campaign, runId: string, book: Book) => {
  const send = sender(target, recorder);
  let clients = 0;
  return (name: string, own: KnownAccount): Client => {
    clients += 1;
    const random = randomOf(seed * 1_000 + clients);
    return openClient({ name, book, own, runId, send, random });
  };
};

const progressOf = (recorder: Recorder): string => {
  const faults = Object.values(recorder.faults()).reduce((sum, count) => sum + count, 0);
  return `${recorder.history().exchanges.length} requests, ${faults} faults`;
};
