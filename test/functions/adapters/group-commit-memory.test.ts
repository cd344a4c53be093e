import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { bank, held, post } from './support/held-store.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('group commit forgets what was written, however long something is on its way without a break', async () => {
  const { slow, goOn } = await held();
  const store = groupCommit(slow);
  const seen: WeakRef<object>[] = [];
  for (let entry = 0; entry < 20; entry += 1) {
    await post(store, `entry ${entry}`, [bank]);
    const [head] = await store.load([bank], 'eventual');
    if (head?.newest !== undefined) seen.push(new WeakRef(head.newest));
    await goOn();
    await post(store, `and ${entry}`, [bank]);
  }
  collectGarbage();
  const kept = seen.filter((event) => event.deref() !== undefined);
  expect(seen).toHaveLength(20);
  expect(kept.length).toBeLessThan(5);
});
