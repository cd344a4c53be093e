import { defaultRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { isArrivalRow } from '../../../domain/risk/risk-rows.ts';
import { processForFraud } from '../../../functions/fraud/process-for-fraud.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { consumerConformance } from '../../contract/consumer-conformance.ts';

consumerConformance('fraud', ({ store, parking, eventStore, clock, waiting, count }) => ({
  handle: consumer({
    name: 'fraud',
    process: processForFraud({ store, eventStore, clock, waiting, digest: sha256, policy: defaultRiskPolicy }),
    parking,
    clock,
    count,
  }),
  isDerived: (key) => !isArrivalRow(key),
}));
