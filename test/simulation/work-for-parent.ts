import { type Job, perform } from './work.ts';

/** Does what its parent sends, one after the other, for as long as there is a parent. */
process.on('message', (job) => {
  void perform(job as Job).then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit(0));
