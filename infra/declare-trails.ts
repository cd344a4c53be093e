import { LedgerFunction } from './components/ledger-function.ts';
import { Saga } from './components/saga.ts';
import type { Surroundings } from './declare-consumers.ts';
import { trailMachine } from './sagas/trail-machine.ts';

export type Trails = { readonly machine: Saga; readonly function: LedgerFunction };

/** The longest that Lambda lets a function run. */
const timeoutSeconds = 900;

/** A trail of as many entries as are taken is made in files, and its proofs and texts in memory. */
const memoryMegabytes = 2_048;
const filesMegabytes = 4_096;

/** Makes the trails that are asked for through the API, each in an execution of its own. */
export const declareTrails = ({ stores, configuration, codeFolder, alarms }: Surroundings): Trails => {
  const maker = new LedgerFunction('trail-function', {
    logicalName: 'trail',
    configuration,
    codeFolder: codeFolder('trail'),
    environment: { ARCHIVE_URL: stores.archive.url },
    ...{ timeoutSeconds, memoryMegabytes, filesMegabytes },
  });
  stores.archive.grantMakeTrails(maker);
  alarms.watchErrors('trail', maker.functionName);
  const machine = new Saga('trail', {
    logicalName: 'trail',
    configuration,
    definition: maker.arn.apply((functionArn) => JSON.stringify(trailMachine({ functionArn, timeoutSeconds }))),
    steps: maker,
    alarms,
  });
  return { machine, function: maker };
};
