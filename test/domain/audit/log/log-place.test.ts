import { describe, expect, it } from '@jest/globals';
import {
  allLogs,
  checkpointName,
  cosignatureName,
  cosignaturesOf,
  entriesName,
  knownLogKey,
  logKey,
  originOf,
  tileName,
  verifierKeyName,
  witnessesOf,
  witnessKey,
} from '../../../../domain/audit/log/log-place.ts';

describe('the objects of a ledger’s log', () => {
  it('are where they have been since the first', () => {
    expect(checkpointName('main', 70)).toBe('log/main/checkpoint/70');
    expect(tileName('main', { level: 1, index: 1_002, width: 256 })).toBe('log/main/tile/1/x001/002');
    expect(entriesName('main', { index: 2, width: 7 })).toBe('log/main/tile/entries/002.p/7');
    expect(verifierKeyName('main', '0a1b2c3d')).toBe('log/main/key/0a1b2c3d');
    expect(cosignaturesOf('main', 70)).toBe('log/main/cosignature/70/');
    expect(cosignatureName('main', 70, 'abcd')).toBe('log/main/cosignature/70/abcd');
  });

  it('are signed by keys whose name is the log’s and the ledger’s', () => {
    expect(originOf('quipu/dev', 'main')).toBe('quipu/dev/main');
  });
});

describe('the rows of a ledger’s log', () => {
  it('are told apart from those of other ledgers', () => {
    expect(logKey('main')).toEqual({ partition: 'main#archive', sort: 'log' });
    expect(allLogs).toBe('#archive');
    expect(knownLogKey('main')).toEqual({ partition: '#archive', sort: 'main' });
    expect(witnessesOf('main')).toBe('main#archived#witnesses');
    expect(witnessKey('main', 'abcd')).toEqual({ partition: 'main#archived#witnesses', sort: 'abcd' });
  });
});
