import { describe, expect, it } from '@jest/globals';
import { askedName, closeKey, closesOf, headsName } from '../../../../domain/audit/close/close-place.ts';

/** What was kept is looked for by these names for as long as there is the ledger. */
describe('a close is kept', () => {
  it('with its heads under the index of its entry, and what was asked under the request', () => {
    expect(headsName('main', 41)).toBe('log/main/heads/41');
    expect(askedName('main', 'req_1')).toBe('log/main/asked/req_1');
  });

  it('as a row among those of its ledger, which sort as their indexes do', () => {
    expect(closesOf('main')).toBe('main#archived#closes');
    expect(closeKey('main', 41)).toEqual({ partition: 'main#archived#closes', sort: '000000000041' });
    expect(closeKey('main', 9).sort < closeKey('main', 10).sort).toBe(true);
  });
});
