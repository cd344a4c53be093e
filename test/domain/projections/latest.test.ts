import { describe, expect, it } from '@jest/globals';
import type { HoldStatus } from '../../../domain/facts/hold-facts.ts';
import type { TransferStatus } from '../../../domain/facts/transfer-facts.ts';
import { latestHold, latestTransfer } from '../../../domain/projections/balance-latest.ts';
import { holdKey, transferKey } from '../../../domain/projections/balance-rows.ts';
import type { FoldStep } from '../../../domain/projections/projection.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { everyFact, factOf } from '../../support/every-fact.ts';
import { toldRows } from '../../support/told-rows.ts';

const [any] = everyFact;
if (any === undefined) throw new Error('No fact');
const expiresAt = instantOf(Date.parse('2026-12-01T00:00:00.000Z'));

const holdStep = (status: HoldStatus, expires: typeof expiresAt | null): FoldStep => {
  const fact = factOf('HoldAuthorized');
  return latestHold(any, { ...fact, holdId: 'hld_1', hold: { ...fact.hold, status, expiresAt: expires } });
};

const transferStep = (status: TransferStatus, version = 0): FoldStep => {
  const fact = factOf('TransferRequested');
  return latestTransfer({ ...any, version }, { ...fact, transferId: 'trf_1', transfer: { ...fact.transfer, status } });
};

const dueOf = (step: FoldStep) => {
  const { rows, keptAt } = toldRows();
  step.apply(rows);
  return (keptAt(holdKey('main', 'hld_1')) ?? keptAt(transferKey('main', 'trf_1')))?.due;
};

describe('a hold', () => {
  it.each(['authorized', 'partiallyCaptured'] as const)('waits for its expiry while it is %s', (status) => {
    expect(dueOf(holdStep(status, expiresAt))).toEqual({ queue: 'holds', at: expiresAt });
  });

  it.each(['captured', 'voided', 'expired'] as const)('waits for nothing once it is %s', (status) => {
    expect(dueOf(holdStep(status, expiresAt))).toBeUndefined();
  });

  it('waits for nothing where it does not expire', () => {
    expect(dueOf(holdStep('authorized', null))).toBeUndefined();
  });
});

describe('a transfer', () => {
  it.each(['requested', 'screened', 'inReview', 'held', 'submitted', 'settled'] as const)(
    'is looked after while it is %s',
    (status) => {
      const at = factOf('TransferRequested').recordedAt;
      expect(dueOf(transferStep(status))).toEqual({ queue: 'transfers', at });
    },
  );

  it.each(['completed', 'refused', 'undone', 'needsRepair'] as const)('is left alone once it is %s', (status) => {
    expect(dueOf(transferStep(status))).toBeUndefined();
  });

  it('is left alone by a version that was applied', () => {
    const { rows, told } = toldRows();
    for (const version of [0, 2, 2, 0]) transferStep('held', version).apply(rows);
    expect(told.filter((each) => each.startsWith('put'))).toHaveLength(2);
  });

  it('may lack ten thousand versions at a time, and not one more', () => {
    const { rows, keptAt } = toldRows();
    const missing = () => [keptAt(transferKey('main', 'trf_1'))?.body['missing']].flat().length;
    transferStep('held', 10_000).apply(rows);
    expect(missing()).toBe(10_000);
    expect(() => transferStep('held', 20_002).apply(rows)).toThrow(
      '10001 versions of a hold or a transfer are missing, more than there can be',
    );
    transferStep('held', 20_001).apply(rows);
    expect(missing()).toBe(20_000);
  });
});
