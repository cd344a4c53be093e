import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { auditProjection } from '../../domain/audit/audit-projection.ts';
import { isArchiveRow } from '../../domain/audit/sequence.ts';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import { defaultRiskPolicy } from '../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../domain/risk/risk-projection.ts';
import { isArrivalRow } from '../../domain/risk/risk-rows.ts';
import { dynamoProjectionStore } from '../../functions/adapters/dynamodb/projection-store.ts';
import { decisionIdOf } from '../../functions/adapters/risk/decision-id.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import type { StackResources } from '../stack/find-resources.ts';
import { outputOf } from '../stack/stack-clients.ts';
import type { KeptProjection } from './verify-projections.ts';

const always = (): boolean => true;

/** The views that consumers keep, and the folds that make them. */
export const keptProjections = (resources: StackResources, client: DynamoDBClient): readonly KeptProjection[] => {
  const storeOf = (table: string): ProjectionStore =>
    dynamoProjectionStore({ client, tableName: outputOf(resources, `tableNames.${table}`) });
  return [
    { name: 'balance', projection: balanceProjection, store: storeOf('views'), isDerived: always },
    {
      name: 'fraud',
      projection: riskProjection({ policy: defaultRiskPolicy, decisionIdOf }),
      store: storeOf('risk'),
      // Decisions depend on what had arrived by then; they are facts of their own, and are not decided again.
      isDerived: (key: RowKey) => !isArrivalRow(key),
    },
    {
      name: 'audit',
      projection: auditProjection(sha256),
      store: storeOf('audit'),
      // Places in the archive are given in the order of arrival; the archive itself tells them.
      isDerived: (key: RowKey) => !isArchiveRow(key),
    },
  ];
};
