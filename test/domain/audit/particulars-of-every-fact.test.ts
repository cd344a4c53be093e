import { describe, expect, it } from '@jest/globals';
import { auditProjection } from '../../../domain/audit/audit-projection.ts';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { everyFact, factOf } from '../../support/every-fact.ts';
import { toldRows } from '../../support/told-rows.ts';

describe('of every type of fact', () => {
  it('an examiner is told what, when, who, why, and what was before and after it', () => {
    expect(Object.fromEntries(everyFact.map(({ fact }) => [fact.type, particularsOf(fact)]))).toMatchSnapshot();
  });

  it('the audit looks at the chain of each account, and at that of the hold or the transfer', () => {
    const chains = everyFact.map((delivered) => {
      const pages = auditProjection(sha256)(delivered).flatMap(({ reads }) => reads);
      return [delivered.fact.type, pages.map(({ partition, sort }) => `${partition} ${Number(sort)}`)];
    });
    expect(Object.fromEntries(chains)).toMatchSnapshot();
  });

  it('the audit keeps what continues another, and since when that is missing', () => {
    const kept = everyFact.map((delivered) => {
      const { rows, told, keptAt } = toldRows();
      for (const { apply } of auditProjection(sha256)(delivered)) apply(rows);
      const written = told.filter((line) => line.startsWith('put ')).map((line) => line.slice('put '.length));
      const bodies = written.map((name) => {
        const [partition = '', sort = ''] = name.split(' / ');
        return `${name} ${JSON.stringify(keptAt({ partition, sort })?.body)}`;
      });
      return [delivered.fact.type, bodies];
    });
    expect(Object.fromEntries(kept)).toMatchSnapshot();
  });
});

describe('the particulars of a fact', () => {
  it('leave out what is not known', () => {
    const { correlationId: _, traceparent: __, ...fact } = factOf('AccountFrozen');
    expect(particularsOf(fact).why).toEqual({});
  });

  it('leave out what was before where an amount cannot be read', () => {
    const [change] = particularsOf({ ...factOf('AccountFrozen'), debits: 'x' }).changes;
    expect(change).not.toHaveProperty('before');
    expect(change?.after).toMatchObject({ debits: 'x', status: 'frozen' });
  });

  it('have as many digits as the currency', () => {
    const amounts = { debits: '12', credits: '0', heldDebits: '3' };
    const [yen] = particularsOf({ ...factOf('AccountFrozen'), ...amounts }).changes;
    expect(yen?.before).toEqual(amounts);
    const dinars = { debits: '12.345', credits: '0.000', heldCredits: '0.001' };
    expect(particularsOf({ ...factOf('AccountFrozen'), ...dinars }).changes[0]?.before).toEqual(dinars);
  });

  it('name all reasons of a risk decision', () => {
    const decided = { ...factOf('RiskDecided'), reasons: ['AmountFarFromPast', 'TooMany'] };
    expect(particularsOf(decided).why).toMatchObject({ reason: 'AmountFarFromPast TooMany' });
  });

  it('name the hold that an entry captures, and the transfer', () => {
    const entry = { ...factOf('JournalEntryPosted'), holdId: 'hld_1', transferId: 'trf_1' };
    expect(particularsOf(entry).why).toMatchObject({ holdId: 'hld_1', transferId: 'trf_1' });
  });
});

describe('a fault of a fact', () => {
  const delivered = everyFact.find(({ fact }) => fact.type === 'RequestRejected');
  if (delivered === undefined) throw new Error('No rejection');

  it('is one row, which is written once', () => {
    const { rows, told, keptAt } = toldRows();
    const wrong = { ...delivered, hash: 'other' };
    for (const _ of [1, 2]) for (const { apply } of auditProjection(sha256)(wrong)) apply(rows);
    const key = {
      partition: 'main#findings',
      sort: `fact ${delivered.factId} ${sha256(`other|${delivered.text}`)}`,
    };
    const name = `${key.partition} / ${key.sort}`;
    expect(told).toEqual([`get ${name}`, `put ${name}`, `get ${name}`]);
    expect(keptAt(key)?.body).toEqual({
      ...{ subject: `fact ${delivered.factId}`, version: 0, codes: ['HashMismatch'], factIds: [delivered.factId] },
    });
    expect(auditProjection(sha256)(wrong).map(({ reads }) => reads)).toEqual([[key]]);
    expect(auditProjection(sha256)(delivered)).toEqual([]);
  });
});
