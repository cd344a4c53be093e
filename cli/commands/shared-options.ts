import type { Command } from 'commander';
import { WrongUse } from '../wrong-use.ts';

export type KeyOption = { readonly key?: string };
export type PageOptions = { readonly limit?: string; readonly cursor?: string };

/** The option of every command that changes something: with the same key it does so once, however often it is run. */
export const keyOption = (command: Command): Command =>
  command.option('--key <key>', 'Idempotency-Key (default: a fresh one)');

export const pageOptions = (command: Command): Command =>
  command
    .option('--limit <count>', 'how many to list')
    .option('--cursor <cursor>', 'where the list before this one ended');

/** Seconds as an option gives them. Throws WrongUse for what is no such number. */
export const secondsOf = (option: string, text: string): number => {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new WrongUse(`${option} takes seconds, not ${text}`);
  return seconds;
};
