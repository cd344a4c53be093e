import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type Consumption = { readonly items: number; readonly units: number };

type Counted = {
  readonly TransactItems?: readonly unknown[];
  readonly Items?: readonly unknown[];
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number } | readonly { readonly CapacityUnits?: number }[];
};

/**
 * The client with every request asked for what it consumed, and the answers kept: one entry for each request that was
 * sent, with the items written or read and the units that the engine reports.
 */
export const metered = (client: DynamoDBClient) => {
  const writes: Consumption[] = [];
  const reads: Consumption[] = [];
  const meteredClient = new DynamoDBClient({
    endpoint: async () => {
      const endpoint = await client.config.endpoint?.();
      if (endpoint === undefined) throw new Error('the client has no endpoint');
      return endpoint;
    },
    region: client.config.region,
    credentials: client.config.credentials,
    requestHandler: client.config.requestHandler,
  });
  meteredClient.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input & Counted;
      const result = await next({ ...args, input });
      const output = result.output as Counted;
      const consumed = [output.ConsumedCapacity ?? []].flat();
      const units = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      if (input.TransactItems === undefined) reads.push({ items: output.Items?.length ?? 0, units });
      else writes.push({ items: input.TransactItems.length, units });
      return result;
    },
    { step: 'initialize', name: 'metered' },
  );
  return {
    client: meteredClient,
    writes: (): readonly Consumption[] => writes,
    reads: (): readonly Consumption[] => reads,
    reset: (): void => {
      writes.length = 0;
      reads.length = 0;
    },
  };
};
