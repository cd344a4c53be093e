/** One change to the code that lets a race end badly: what it was, what it becomes, and a part of the race's name. */
export type Break = { readonly race: string; readonly file: string; readonly from: string; readonly to: string };

const commands = 'functions/runtime/carry-out.ts';
const hold = 'domain/holds/hold-decider.ts';
const account = 'domain/accounts/account-decider.ts';

/** One for each race at least, so that none of them holds whatever the code does. */
export const breaks: readonly Break[] = [
  {
    race: 'entries on one account spend',
    file: commands,
    from: "consistency: isAgain ? 'strong' : 'eventual'",
    to: "consistency: 'eventual'",
  },
  {
    race: 'a key that comes with two bodies',
    file: commands,
    from: '.fingerprint === fingerprint',
    to: '!== undefined',
  },
  {
    race: 'entries of one busy process',
    file: 'functions/runtime/lanes.ts',
    from: 'const done = before.then(() => work(leave));',
    to: 'const done = Promise.race([before, Promise.resolve()]).then(() => work(leave));',
  },
  {
    race: 'entries of one busy process',
    file: 'functions/adapters/group-commit.ts',
    from: "member.standing === 'lost');",
    to: "member.standing === 'lost' && member.bases.length > 9);",
  },
  {
    race: 'of two who open one account',
    file: account,
    from: "if (state.status !== 'absent') return refuse('AccountExists'",
    to: "if (state.status === 'closed') return refuse('AccountExists'",
  },
  {
    race: 'no entry comes after the freeze',
    file: 'functions/adapters/memory/event-store.ts',
    from: 'eventAt(streamId, version) !== undefined);',
    to: "streamId.includes('#J#') && eventAt(streamId, version) !== undefined);",
  },
  { race: 'an account is closed empty', file: account, from: 'if (!empty)', to: 'if (empty === undefined)' },
  {
    race: 'no entry goes below a floor',
    file: account,
    from: 'if (state.floor === null) return accepted([event]);',
    to: "if (state.floor === null || state.floor.amount !== '0.00') return accepted([event]);",
  },
  {
    race: 'two who freeze one account',
    file: 'functions/adapters/memory/event-store.ts',
    from: 'events.every(({ streamId, version, text }) =>',
    to: 'events.some(({ streamId, version, text }) =>',
  },
  {
    race: 'of a capture, a void and an expiry',
    file: hold,
    from: 'hold.terms.expiresAt <= now;\n  return due',
    to: "hold.terms.expiresAt <= now || now > '2026-11-23T10:00:00.006Z';\n  return due",
  },
  {
    race: 'captures in part',
    file: hold,
    from: 'compare(amount, remaining) > 0',
    to: 'compare(amount, remaining) >= 0',
  },
  {
    race: 'a capture that is asked for twice',
    file: commands,
    from: 'if (earlier !== undefined && plan.request !== undefined) return',
    to: 'if (earlier !== undefined && plan.request === undefined) return',
  },
  {
    race: 'holds and entries on one account',
    file: 'domain/accounts/account.ts',
    from: 'available: subtract(posted, held)',
    to: 'available: posted',
  },
  {
    race: 'a settlement and a timeout',
    file: 'functions/saga/steps/recall-payout.ts',
    from: 'const recalled = await dependencies.rail.recall(transferId);',
    to: "const recalled = { code: 'Recalled' } as Awaited<ReturnType<typeof dependencies.rail.recall>>;",
  },
  {
    race: 'a submission that is still on its way',
    file: 'functions/adapters/rail/simulated-rail.ts',
    from: 'payout === undefined ? [tombstone(reference, clock)]',
    to: 'payout === undefined ? []',
  },
  {
    race: 'two executions of one transfer',
    file: 'domain/transfers/transfer-decider.ts',
    from: "if (state.status === 'held') return happened({ type: 'TransferSubmitted'",
    to: "if (state.status === 'held' || state.status === 'submitted') return happened({ type: 'TransferSubmitted'",
  },
  {
    race: 'a saga that begins to wait',
    file: 'functions/saga/steps/await-settlement.ts',
    from: 'const transfer = await transferNow(context);',
    to: 'const { transfer } = context;',
  },
  {
    race: 'of two who resolve a review',
    file: 'functions/saga/steps/await-review.ts',
    from: 'const transfer = await transferNow(context);',
    to: 'const { transfer } = context;',
  },
  {
    race: 'two balance workers',
    file: 'functions/runtime/commit-steps.ts',
    from: "if ((await options.store.commit(folded.changes)) === 'committed') return",
    to: 'if ((await options.store.commit(folded.changes)) !== undefined) return',
  },
  {
    race: 'two audit workers',
    file: 'functions/runtime/commit-steps.ts',
    from: "if ((await options.store.commit(folded.changes)) === 'committed') return",
    to: 'if ((await options.store.commit(folded.changes)) !== undefined) return',
  },
  {
    race: 'relays whose batches',
    file: 'functions/relay/relay.ts',
    from: 'Math.min(...unsent)',
    to: 'Math.max(...unsent)',
  },
  {
    race: 'two fraud workers',
    file: 'functions/runtime/commit-steps.ts',
    from: "if ((await options.store.commit(folded.changes)) === 'committed') return",
    to: 'if ((await options.store.commit(folded.changes)) !== undefined) return',
  },
  {
    race: 'of several who resolve one alert',
    file: 'functions/adapters/risk/resolve-alert.ts',
    from: "if ((await store.commit(changes)) === 'committed') return",
    to: 'if ((await store.commit(changes)) !== undefined) return',
  },
  {
    race: 'workers that archive at once',
    file: 'functions/audit/take-place.ts',
    from: "=== 'created' ? draft.body",
    to: '!== undefined ? draft.body',
  },
  {
    race: 'sealers at once',
    file: 'functions/audit/seal-log.ts',
    from: 'const first = size + lines.length + 1;',
    to: 'const first = lines.length + 1;',
  },
];
