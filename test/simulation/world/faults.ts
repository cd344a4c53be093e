/** What can happen to one call to the outside, and the end of the sentence that tells it. */
export const callFaults = {
  errorBefore: 'fails, and nothing happened',
  errorAfter: 'takes effect, and its answer is lost',
  lateEffect: 'fails, and takes effect later all the same',
  crashBefore: 'is never sent: the process dies',
  crashAfter: 'takes effect, and the process dies',
  zombieWrite: 'takes effect after the process has died',
  slow: 'takes long',
  throttled: 'is throttled for a while',
  outage: 'finds nobody: that part is down for minutes',
} as const;

export type CallFault = keyof typeof callFaults;

/** What else goes wrong, beside single calls, and the sentence that tells it. */
export const mishaps = {
  staleRead: 'a read finds what was so a while ago',
  conflictUntold: 'the table does not say what is in the way',
  transactionConflict: 'the table hinders a transaction',
  duplicateDelivery: 'a batch comes twice, torn elsewhere',
  rewoundDelivery: 'what was delivered comes again',
  reorderedDelivery: 'what comes next changes places',
  expiredIterator: 'the iterator expires, and all comes again',
  shardSplit: 'a shard is split',
  partlyTaken: 'the stream takes only a part',
  duplicateFact: 'a fact gets onto the stream twice',
  poison: 'something that is no fact gets onto the stream',
  clockSkew: 'the clock is wrong',
  clockJump: 'the clock jumps',
  executionAborted: 'an execution is aborted',
  processRestart: 'the process is replaced',
  lostStart: 'nobody starts the transfer',
  outage: 'a part of the outside goes down',
  olderWriter: 'a process of an older version takes over, which writes entries as they were before',
  olderConsumer: 'a process of an older version takes over, which does not know the newest entries',
} as const;

export type MishapKind = keyof typeof mishaps;

/** Names under which several kinds are asked for together. */
const groups: Readonly<Record<string, readonly (CallFault | MishapKind)[]>> = {
  errors: ['errorBefore', 'errorAfter', 'lateEffect'],
  crashes: ['crashBefore', 'crashAfter', 'zombieWrite', 'processRestart'],
  zombies: ['zombieWrite', 'lateEffect'],
  throttles: ['throttled', 'transactionConflict'],
  outages: ['outage'],
  delays: ['slow'],
  conflicts: ['transactionConflict', 'conflictUntold'],
  reads: ['staleRead'],
  deliveries: ['duplicateDelivery', 'rewoundDelivery', 'reorderedDelivery', 'partlyTaken', 'duplicateFact'],
  shards: ['shardSplit', 'expiredIterator'],
  poisons: ['poison'],
  clocks: ['clockSkew', 'clockJump'],
  executions: ['executionAborted', 'lostStart'],
  versions: ['olderWriter', 'olderConsumer'],
};

/** The kinds of faults that a simulation may draw. */
export type FaultMix = ReadonlySet<string>;

export const everyFault: FaultMix = new Set([...Object.keys(callFaults), ...Object.keys(mishaps)]);

/** Reads names of groups and kinds, separated by commas. Throws an Error that names all there are. */
export const faultMixOf = (text: string): FaultMix => {
  const names = text.split(',').map((name) => name.trim());
  return new Set(
    names.flatMap((name): readonly string[] => {
      const kinds = groups[name] ?? (everyFault.has(name) ? [name] : undefined);
      if (kinds !== undefined) return kinds;
      const known = [...Object.keys(groups), ...everyFault].join(', ');
      throw new Error(`There is no fault called "${name}". There are: ${known}`);
    }),
  );
};
