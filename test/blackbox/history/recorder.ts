import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { BankPayout, Exchange, History } from './exchange.ts';

/** Takes the history of a run down, in memory and, line by line, in a file. */
export type Recorder = {
  readonly add: (exchange: Exchange) => void;
  readonly addFault: (fault: string) => void;
  readonly addBank: (payouts: readonly BankPayout[]) => void;
  readonly history: () => History;
  readonly faults: () => Readonly<Record<string, number>>;
  /** Ends the file, and answers the hash of its lines. */
  readonly close: () => Promise<string>;
};

type Line =
  | { readonly exchange: Exchange }
  | { readonly fault: string; readonly at: number }
  | { readonly bank: readonly BankPayout[] };

/** Without a file the history is kept in memory alone. */
export const recorder = (file?: string): Recorder => {
  const exchanges: Exchange[] = [];
  const faults: Record<string, number> = {};
  const hash = createHash('sha256');
  const stream = file === undefined ? undefined : createWriteStream(file);
  let bank: readonly BankPayout[] | null = null;
  const write = (line: Line): void => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    stream?.write(text);
  };
  return {
    add: (exchange) => {
      exchanges.push(exchange);
      write({ exchange });
    },
    addFault: (fault) => {
      faults[fault] = (faults[fault] ?? 0) + 1;
      write({ fault, at: performance.now() });
    },
    addBank: (payouts) => {
      bank = payouts;
      write({ bank: payouts });
    },
    history: () => ({ exchanges, bank }),
    faults: () => faults,
    close: async () => {
      await new Promise<void>((resolve) => (stream === undefined ? resolve() : stream.end(resolve)));
      return hash.digest('hex');
    },
  };
};

/** Reads what a recorder wrote. A last line that is cut off, as after a crash, is left out. */
export const parseHistory = (text: string): History => {
  const exchanges: Exchange[] = [];
  let bank: readonly BankPayout[] | null = null;
  const end = text.lastIndexOf('\n') + 1;
  for (const line of text.slice(0, end).split('\n')) {
    if (line === '') continue;
    const parsed = JSON.parse(line) as Line;
    if ('exchange' in parsed) exchanges.push(parsed.exchange);
    else if ('bank' in parsed) bank = parsed.bank;
  }
  return { exchanges, bank };
};
