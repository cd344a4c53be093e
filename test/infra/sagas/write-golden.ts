import { writeFileSync } from 'node:fs';
import { payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import { renderStateMachine } from '../../../infra/sagas/render-state-machine.ts';
import { trailMachine } from '../../../infra/sagas/trail-machine.ts';

/** Writes the golden state machines anew; the change is then there to be reviewed. */
const functionArnOf = (name: string): string => `arn:aws:lambda:eu-central-1:000000000000:function:quipu-test-${name}`;

const goldenMachines = {
  payout: renderStateMachine(payoutSaga, { functionArn: functionArnOf('saga') }),
  trail: trailMachine({ functionArn: functionArnOf('trail'), timeoutSeconds: 900 }),
};

for (const [name, machine] of Object.entries(goldenMachines))
  writeFileSync(new URL(`${name}.golden.json`, import.meta.url), `${JSON.stringify(machine, null, 2)}\n`);
