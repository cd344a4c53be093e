import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runDemo } from '../../cli/demo/run-demo.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
}, 60_000);

afterAll(() => stack.stop(), 30_000);

const demo = async (isJson: boolean) => {
  const out: string[] = [];
  const terminal = {
    write: (text: string) => out.push(text),
    complain: () => {},
    progress: () => ({ step: () => {}, done: () => {} }),
    environment: {},
    readInput: async () => '',
  };
  const isAsMeant = await runDemo(terminal, { dataFolder: stack.dataFolder, isJson });
  return { isAsMeant, out: out.join('') };
};

describe('the demo', () => {
  it('plays a marketplace on the running stack, and a repetition moves nothing', async () => {
    const first = await demo(true);
    expect(first.isAsMeant).toBe(true);
    const played = JSON.parse(first.out);
    expect(played).toMatchObject({ requests: 18, replayed: 0 });
    expect(played.payouts.map(({ status }: { readonly status: string }) => status).slice(0, 3)).toEqual([
      'completed',
      'undone',
      'refused',
    ]);
    expect(played.trialBalance.currencies.map(({ difference }: { readonly difference: string }) => difference)).toEqual(
      ['0.00', '0.00'],
    );
    const again = JSON.parse((await demo(true)).out);
    expect(again).toMatchObject({ requests: 18, replayed: 18, balances: played.balances });
  }, 180_000);

  it('reads as tables', async () => {
    const { out } = await demo(false);
    expect(out).toMatch(/market:sellers:ada +liability +35\.26 +0\.00 +35\.26 +USD/);
    expect(out).toMatch(/JournalEntryPosted +[\d:.]+( +\+\d+ ms){4}/);
    expect(out).toContain('18 of 18 requests had been made by an earlier run');
  }, 60_000);
});
