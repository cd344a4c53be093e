import { answerBugs } from './answer-bugs.ts';
import { closeBugs } from './close-bugs.ts';
import { consumerBugs } from './consumer-bugs.ts';
import { groupBugs } from './group-bugs.ts';
import { logBugs } from './log-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { repairBugs } from './repair-bugs.ts';
import { sagaBugs } from './saga-bugs.ts';
import { storeBugs } from './store-bugs.ts';

/** Every bug that is planted to see that it is found. */
export const plantedBugs: readonly PlantedBug[] = [
  ...storeBugs,
  ...groupBugs,
  ...answerBugs,
  ...consumerBugs,
  ...logBugs,
  ...closeBugs,
  ...sagaBugs,
  ...repairBugs,
];

/** Throws an Error that names all there are. */
export const bugNamed = (id: string): PlantedBug => {
  const found = plantedBugs.find((bug) => bug.id === id);
  if (found !== undefined) return found;
  throw new Error(`There is no planted bug "${id}". There are: ${plantedBugs.map((bug) => bug.id).join(', ')}`);
};
