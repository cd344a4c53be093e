import { answerBugs } from './answer-bugs.ts';
import { consumerBugs } from './consumer-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { sagaBugs } from './saga-bugs.ts';
import { storeBugs } from './store-bugs.ts';

/** Every bug that is planted to see that it is found. */
export const plantedBugs: readonly PlantedBug[] = [...storeBugs, ...answerBugs, ...consumerBugs, ...sagaBugs];
