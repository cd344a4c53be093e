import { describe, expect, it } from '@jest/globals';
import {
  type Doubt,
  doubtKey,
  doubtPatienceSeconds,
  doubtsOf,
  expectedKey,
  positionKey,
  roundKey,
  trialBalanceSightingsMinimum,
} from '../../../../domain/audit/watch/auditor-rows.ts';
import { streamIdOf } from '../../../../domain/shared/stream-id.ts';

const event: Doubt = {
  kind: 'event',
  streamId: streamIdOf('main', 'entry', 'jen_1'),
  version: 0,
  ...{ hash: 'h', textHash: 't', isPublished: true },
};
const view: Doubt = {
  kind: 'view',
  ...{ ledger: 'main', accountId: 'sellers:1', version: 7, factId: 'main#J#jen_1@0', totals: [] },
};

/** The auditor looks for what it kept under these names, whichever version of it kept them. */
describe('the standing auditor keeps', () => {
  it('how far it is in the log, and in its round of all accounts', () => {
    expect(positionKey('main')).toEqual({ partition: 'main#auditor', sort: 'position' });
    expect(roundKey('main')).toEqual({ partition: 'main#auditor', sort: 'round' });
  });

  it('what consumers should have of a minute', () => {
    expect(expectedKey('main', '2026-11-23T10:00')).toEqual({ partition: 'main#expected', sort: '2026-11-23T10:00' });
  });

  it.each<readonly [string, Doubt]>([
    ['event main#J#jen_1@0', event],
    ['view sellers:1@7', view],
    ['tally 2026-11-23T10:00 fraud', { kind: 'tally', minute: '2026-11-23T10:00', consumer: 'fraud' }],
    ['head sellers:1 main#J#jen_1@0', { kind: 'head', accountId: 'sellers:1', factId: 'main#J#jen_1@0' }],
    ['trialBalance USD', { kind: 'trialBalance', currency: 'USD' }],
  ])('a doubt once, by its kind and what it is about: %s', (sort, doubt) => {
    expect(doubtsOf('main')).toBe('main#doubts');
    expect(doubtKey('main', doubt)).toEqual({ partition: 'main#doubts', sort });
  });
});

describe('the patience of the standing auditor', () => {
  it('is none with the event store, and five minutes with what follows it', () => {
    expect(doubtPatienceSeconds).toEqual({ event: 0, view: 300, tally: 300, head: 300, trialBalance: 300 });
  });

  it('ends for a trial balance only when it was seen three times', () => {
    expect(trialBalanceSightingsMinimum).toBe(3);
  });
});
