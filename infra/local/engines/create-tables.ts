import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceNotFoundException,
  type StreamViewType,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { beginAgain } from '../data-folder.ts';
import type { DeclaredTable } from '../declared-stack.ts';
import { StartRefused } from '../start-refused.ts';

/**
 * Creates the declared tables that are not there yet. Rejects with StartRefused if one is there with other keys,
 * indexes or stream: where `pulumi up` would replace or alter it, a local table is begun again.
 */
export const createTables = async (client: DynamoDBClient, tables: readonly DeclaredTable[]): Promise<void> => {
  for (const table of tables) {
    const existing = await describe(client, table.name);
    if (existing === undefined) await client.send(new CreateTableCommand(definitionOf(table)));
    else if (shapeOf(existing) !== shapeOf(definitionOf(table)))
      throw new StartRefused(
        `The table ${table.name} was made with other keys, indexes or stream than are declared now. ${beginAgain}`,
      );
  }
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const definitionOf = (table: DeclaredTable): CreateTableCommandInput => ({
  TableName: table.name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
  KeySchema: keySchemaOf(table),
  ...(table.indexes.length === 0
    ? {}
    : {
        GlobalSecondaryIndexes: table.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchemaOf(index),
          Projection: { ProjectionType: index.projectionType },
        })),
      }),
  ...(table.streamViewType === undefined
    ? {}
    : { StreamSpecification: { StreamEnabled: true, StreamViewType: viewTypeOf(table.streamViewType) } }),
});

const keySchemaOf = ({ hashKey, rangeKey }: Pick<DeclaredTable, 'hashKey' | 'rangeKey'>): KeySchemaElement[] => [
  { AttributeName: hashKey, KeyType: 'HASH' },
  ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' } as const]),
];

const viewTypeOf = (text: string): StreamViewType => {
  switch (text) {
    case 'NEW_AND_OLD_IMAGES':
    case 'NEW_IMAGE':
    case 'OLD_IMAGE':
    case 'KEYS_ONLY':
      return text;
    default:
      throw new StartRefused(`There is no stream view type ${text}.`);
  }
};

// What of a table cannot be altered in place, as one text to compare.
const shapeOf = (table: TableDescription | CreateTableCommandInput): string =>
  JSON.stringify({
    keys: keysOf(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? [])
      .map((index) => `${index.IndexName} ${keysOf(index.KeySchema)} ${index.Projection?.ProjectionType}`)
      .sort(),
    stream: table.StreamSpecification?.StreamEnabled === true ? table.StreamSpecification.StreamViewType : null,
  });

const keysOf = (schema: readonly KeySchemaElement[] | undefined): string =>
  (schema ?? []).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join(', ');
