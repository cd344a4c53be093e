import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../domain/ports/clock.ts';
import type { PayoutRail } from '../../../domain/ports/payout-rail.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { dynamoProjectionStore } from '../dynamodb/projection-store.ts';
import { simulatedRail } from './simulated-rail.ts';

/** The payout rail that a URL names: `simulated:<table>`. Throws PermanentFailure for one that is not known. */
export const railAt = (
  url: string,
  { client, clock }: { readonly client: DynamoDBClient; readonly clock: Clock },
): PayoutRail => {
  const [kind, tableName, ...more] = url.split(':');
  if (kind === 'simulated' && tableName !== undefined && tableName !== '' && more.length === 0)
    return simulatedRail(dynamoProjectionStore({ client, tableName }), clock);
  throw new PermanentFailure(`No payout rail is known at ${url}; simulated:<table> is`);
};
