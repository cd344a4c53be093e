import type { Output } from '@pulumi/pulumi';
import { payoutSaga } from '../domain/transfers/payout-saga.ts';
import { Consumer } from './components/consumer.ts';
import { LedgerFunction } from './components/ledger-function.ts';
import { ProjectionTable } from './components/projection-table.ts';
import { Saga } from './components/saga.ts';
import { Schedule } from './components/schedule.ts';
import { consumerFunction, type Surroundings } from './declare-consumers.ts';
import { renderStateMachine } from './sagas/render-state-machine.ts';

export type Payouts = {
  readonly saga: Saga;
  readonly bankTable: ProjectionTable;
  readonly functions: readonly LedgerFunction[];
};

/** The payout saga with the function of its steps, the rail it pays through, and the sweeper that looks after it. */
export const declarePayouts = (surroundings: Surroundings): Payouts => {
  const bankTable = new ProjectionTable('bank-accounts', {
    logicalName: 'bank',
    followed: true,
    configuration: surroundings.configuration,
    key: surroundings.stores.key,
  });
  const steps = declareSteps(surroundings, bankTable);
  const saga = new Saga('payout', {
    logicalName: 'payout',
    configuration: surroundings.configuration,
    definition: steps.arn.apply((functionArn) => JSON.stringify(renderStateMachine(payoutSaga, { functionArn }))),
    steps,
    alarms: surroundings.alarms,
  });
  saga.grantAnswer(steps);
  const bank = declareBank(surroundings, { bankTable, saga });
  return { saga, bankTable, functions: [steps, bank, declareSweeper(surroundings, saga)] };
};

const declareSteps = (surroundings: Surroundings, bankTable: ProjectionTable): LedgerFunction => {
  const { stores, configuration } = surroundings;
  const steps = new LedgerFunction('saga-function', {
    logicalName: 'saga',
    configuration,
    codeFolder: surroundings.codeFolder('saga'),
    timeoutSeconds: configuration.taskTimeoutSeconds,
    environment: {
      LEDGER_TABLE: stores.ledger.tableName,
      RISK_TABLE: stores.risk.tableName,
      TASKS_TABLE: stores.tasks.tableName,
      RAIL_URL: railUrl(configuration.rail, bankTable.tableName),
    },
  });
  stores.ledger.grantAppend(steps);
  stores.ledger.grantRead(steps);
  stores.risk.grantRead(steps);
  stores.tasks.grantWrite(steps);
  bankTable.grantWrite(steps);
  surroundings.alarms.watchErrors('saga', steps.functionName);
  return steps;
};

const railUrl = (rail: 'simulated', bankTable: Output<string>): Output<string> =>
  bankTable.apply((table) => `${rail}:${table}`);

/** The simulated bank's back office: it settles what was submitted, at once or late, and sends the notices. */
const declareBank = (
  { stores, ...surroundings }: Surroundings,
  { bankTable, saga }: { readonly bankTable: ProjectionTable; readonly saga: Saga },
): LedgerFunction => {
  const environment = {
    BANK_TABLE: bankTable.tableName,
    LEDGER_TABLE: stores.ledger.tableName,
    TASKS_TABLE: stores.tasks.tableName,
  };
  const { function: bank } = new Consumer('bank', {
    lambda: consumerFunction('bank', surroundings, environment),
    source: bankTable,
    parked: stores.parked,
    alarms: surroundings.alarms,
  });
  bankTable.grantWrite(bank);
  stores.ledger.grantAppend(bank);
  stores.ledger.grantRead(bank);
  stores.tasks.grantWrite(bank);
  saga.grantAnswer(bank);
  new Schedule('bank-schedule', { logicalName: 'bank', configuration: surroundings.configuration, target: bank });
  return bank;
};

/** Independent of Step Functions: it finds holds that have expired, transfers that stand still and
 * erasures that were not finished. */
const declareSweeper = ({ stores, ...surroundings }: Surroundings, saga: Saga): LedgerFunction => {
  const { configuration, alarms } = surroundings;
  const sweeper = new LedgerFunction('sweeper-function', {
    logicalName: 'sweeper',
    configuration,
    codeFolder: surroundings.codeFolder('sweeper'),
    timeoutSeconds: configuration.consumerTimeoutSeconds,
    environment: {
      LEDGER_TABLE: stores.ledger.tableName,
      VIEWS_TABLE: stores.views.tableName,
      KEYS_TABLE: stores.subjectKeys.tableName,
      FACTS_STREAM: stores.facts.streamName,
      PAYOUT_MACHINE_ARN: saga.machineArn,
    },
  });
  stores.ledger.grantAppend(sweeper);
  stores.ledger.grantRead(sweeper);
  stores.views.grantRead(sweeper);
  stores.subjectKeys.grantDestroy(sweeper);
  stores.facts.grantPublish(sweeper);
  saga.grantStart(sweeper);
  saga.grantWatch(sweeper);
  alarms.watchErrors('sweeper', sweeper.functionName);
  new Schedule('sweeper-schedule', { logicalName: 'sweeper', configuration, target: sweeper });
  return sweeper;
};
