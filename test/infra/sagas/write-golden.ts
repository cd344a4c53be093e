import { writeFileSync } from 'node:fs';
import { payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import { renderStateMachine } from '../../../infra/sagas/render-state-machine.ts';

/** Writes the golden state machine anew; the change is then there to be reviewed. */
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:quipu-test-saga';
const text = JSON.stringify(renderStateMachine(payoutSaga, { functionArn }), null, 2);
writeFileSync(new URL('payout.golden.json', import.meta.url), `${text}\n`);
