import { describe, expect, it } from '@jest/globals';
import { verifyProjection } from '../../cli/verify/verify-projections.ts';
import type { ProjectionStore, Row } from '../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import { replay } from '../../functions/runtime/replay.ts';
import { entryOf, open, post, testLedger } from '../support/test-ledger.ts';

const projected = async () => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability' });
  await post(ledger, 'one', entryOf('bank', 'seller', '5.00'));
  const store = await replay({ eventStore: ledger.eventStore, projection: balanceProjection });
  return { ledger, store };
};

const verified = async (store: ProjectionStore, ledger: Awaited<ReturnType<typeof projected>>['ledger']) => {
  let events = 0;
  const onEvent = () => {
    events += 1;
  };
  const kept = { name: 'balance', projection: balanceProjection, store, isDerived: () => true };
  const options = { eventStore: ledger.eventStore, patienceMilliseconds: 0, onEvent };
  return { ...(await verifyProjection(kept, options)), events };
};

const anyRow = async (store: ProjectionStore): Promise<Row> => {
  for await (const row of store.scan()) if (row.key.partition === 'main#accounts') return row;
  throw new Error('There are accounts');
};

describe('the verification of a view', () => {
  it('finds a view that its consumer kept to be the same, byte for byte', async () => {
    const { ledger, store } = await projected();
    const outcome = await verified(store, ledger);
    expect(outcome).toMatchObject({ isSame: true, differences: 0, facts: 3, unexpected: [], missing: [] });
    expect(outcome.rows).toBeGreaterThan(5);
    expect(outcome.events).toBeGreaterThan(outcome.facts);
  });

  it('shows a row that was changed', async () => {
    const { ledger, store } = await projected();
    const { key, revision, body } = await anyRow(store);
    await store.commit([{ key, revision, body: { ...body, debits: '6.00' } }]);
    const outcome = await verified(store, ledger);
    expect(outcome).toMatchObject({ isSame: false, differences: 2 });
    expect(outcome.unexpected[0]).toContain('6.00');
    expect(outcome.missing).toHaveLength(1);
  });

  it('shows a row that is missing, and one that is too many', async () => {
    const { ledger, store } = await projected();
    const { key, revision, body } = await anyRow(store);
    await store.commit([
      { key, revision, body: null },
      { key: { ...key, sort: 'ghost' }, revision: 0, body },
    ]);
    const outcome = await verified(store, ledger);
    expect(outcome.unexpected.join()).toContain('ghost');
    expect(outcome.missing).toHaveLength(1);
  });

  it('compares again while the consumer may be behind', async () => {
    const { ledger, store } = await projected();
    const { key, revision, body } = await anyRow(store);
    await store.commit([{ key, revision, body: null }]);
    const kept = { name: 'balance', projection: balanceProjection, store, isDerived: () => true };
    const caughtUp = setTimeout(() => store.commit([{ key, revision: 0, body }]), 200);
    const options = { eventStore: ledger.eventStore, patienceMilliseconds: 5_000, onEvent: () => {} };
    expect(await verifyProjection(kept, options)).toMatchObject({ isSame: true });
    clearTimeout(caughtUp);
  });
});
