import { balanceProjection } from '../../../domain/projections/balance.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { consumerConformance } from '../../contract/consumer-conformance.ts';

consumerConformance('balance', ({ store, parking, clock, waiting, count }) => ({
  handle: consumer({
    name: 'balance',
    process: projectFacts({ projection: balanceProjection, store, clock, waiting }),
    parking,
    clock,
    count,
  }),
}));
