import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { railAt } from '../../../functions/adapters/rail/rail-at.ts';
import { systemClock } from '../../../functions/runtime/system-clock.ts';
import { payoutRailContract } from '../../contract/payout-rail.ts';
import { amount } from '../../support/money.ts';
import { simulatedBank } from '../../support/simulated-bank.ts';

describe('the simulated bank, with books in memory', () => {
  payoutRailContract(async () => simulatedBank(memoryProjectionStore()));

  it('refuses a destination that it does not know', async () => {
    const { rail } = simulatedBank(memoryProjectionStore());
    const instruction = { reference: 'trf_1', ledger: 'main', amount: amount('1.00'), destination: 'elsewhere' };
    expect(await rail.submit(instruction)).toEqual({
      code: 'Refused',
      detail: 'The bank does not know the destination.',
    });
  });

  it.each(['', 'simulated', 'simulated:', 'simulated:a:b', 'sepa:x'])('is not found at "%s"', (url) => {
    const client = new DynamoDBClient({ region: 'eu-central-1' });
    expect(() => railAt(url, { client, clock: systemClock })).toThrow('simulated:<table>');
  });
});
