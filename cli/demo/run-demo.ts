import type { Json } from '../../domain/shared/json.ts';
import { fieldOf } from '../answers/field-of.ts';
import { apiClient } from '../api/api-client.ts';
import { trialBalanceOf } from '../commands/report-commands.ts';
import { type Connection, findConnection } from '../stack/find-connection.ts';
import { startTemporaryStack } from '../stack/start-temporary-stack.ts';
import type { Terminal } from '../terminal.ts';
import { marketplaceText } from './marketplace-text.ts';
import { type MarketplaceReport, playMarketplace } from './play-marketplace.ts';

export type DemoOptions = { readonly dataFolder: string; readonly isJson: boolean };

/**
 * Runs a small marketplace on the running stack, or on a fresh one that it starts and stops. Answers whether each
 * payout ended as it was meant to, and the books balance. Throws CommandFailed where a request is refused.
 */
export const runDemo = async (terminal: Terminal, { dataFolder, isJson }: DemoOptions): Promise<boolean> => {
  const progress = (sentence: string): void => terminal.complain(`${sentence}\n`);
  const running = await findConnection(terminal.environment, dataFolder).catch(() => undefined);
  const report = running === undefined ? await onTemporaryStack(progress) : await playOn(running, progress);
  terminal.write(isJson ? `${JSON.stringify(jsonOf(report))}\n` : `\n${marketplaceText(report)}\n`);
  return isAsMeant(report);
};

const playOn = (connection: Connection, progress: (sentence: string) => void): Promise<MarketplaceReport> => {
  progress(`On the stack at ${connection.url}.`);
  return playMarketplace(apiClient(connection), progress);
};

const onTemporaryStack = async (progress: (sentence: string) => void): Promise<MarketplaceReport> => {
  progress('No stack is running: starting one for as long as this takes.');
  const stack = await startTemporaryStack();
  try {
    return await playOn(stack.connection, progress);
  } finally {
    progress('Stopping it.');
    await stack.stop();
  }
};

const isAsMeant = ({ payouts, trialBalance }: MarketplaceReport): boolean =>
  payouts.every((payout) => payout.isAsMeant) && trialBalanceOf(trialBalance).failed !== true;

const jsonOf = ({ payouts, ...report }: MarketplaceReport): Json => ({
  ...report,
  payouts: payouts.map(({ payout, transfer, isAsMeant: meant }) => ({
    name: payout.name,
    meant: payout.because,
    isAsMeant: meant,
    transfer,
    status: fieldOf(transfer, 'status') ?? null,
  })),
});
