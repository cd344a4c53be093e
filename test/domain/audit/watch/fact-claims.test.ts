import { describe, expect, it } from '@jest/globals';
import {
  claimsOf,
  type EventClaim,
  type FactClaim,
  rowsOfView,
  standingOfEvent,
  standingOfView,
  type ViewClaim,
} from '../../../../domain/audit/watch/fact-claims.ts';
import type { StoredEvent } from '../../../../domain/ports/event-store.ts';
import type { Row } from '../../../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../../../domain/shared/canonical-json.ts';
import { streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { sha256 } from '../../../../functions/runtime/digest.ts';
import { pinnedFacts } from '../../pinned/pinned-log-lines.ts';

const saidBy = (claim: FactClaim): string =>
  claim.kind === 'event'
    ? `${claim.kind} ${claim.streamId}@${claim.version} ${claim.isPublished} ${claim.hash} ${claim.textHash}`
    : `${claim.kind} ${claim.ledger} ${claim.accountId}@${claim.version} from ${claim.factId}: ${claim.totals.join(' | ')}`;

describe('what the log says of the event store and of the views', () => {
  it('stays as it is, to the byte', async () => {
    expect((await pinnedFacts()).flatMap((fact) => claimsOf(fact, sha256)).map(saidBy)).toMatchSnapshot();
  });
});

describe('a claim on an event', () => {
  const text = canonicalJson({ type: 'EntryPosted', status: 'frozen', floor: '1.00' });
  const stored: StoredEvent = {
    ...{ streamId: streamIdOf('main', 'account', 'a'), version: 3, text, hash: 'h', published: true },
  };
  const claim: EventClaim = {
    ...{ kind: 'event', streamId: stored.streamId, version: 3, hash: 'h', textHash: sha256(text), isPublished: true },
  };
  const implied: EventClaim = {
    ...claim,
    ...{ isPublished: false, textHash: sha256(canonicalJson({ type: 'EntryPosted', status: 'open', floor: null })) },
  };

  it('holds where the store has that text and that hash', () => {
    expect(standingOfEvent(claim, stored, sha256)).toBe('holds');
  });

  it('holds of an event that a fact implies whatever its status and floor are', () => {
    expect(standingOfEvent(implied, { ...stored, published: false }, sha256)).toBe('holds');
  });

  it('is open where the store has nothing, or only another version', () => {
    expect(standingOfEvent(claim, undefined, sha256)).toBe('absent');
    expect(standingOfEvent(claim, { ...stored, version: 4 }, sha256)).toBe('absent');
  });

  it.each<readonly [string, Partial<StoredEvent>]>([
    ['another hash', { hash: 'other' }],
    ['another text', { text: canonicalJson({ type: 'EntryPosted' }) }],
    ['it unpublished', { published: false }],
  ])('is denied by a store that has %s', (_, change) => {
    expect(standingOfEvent(claim, { ...stored, ...change }, sha256)).toBe('differs');
  });

  it('on one that a fact implies is denied by one that was published', () => {
    expect(standingOfEvent(implied, stored, sha256)).toBe('differs');
  });
});

describe('a claim on the views', () => {
  const claim: ViewClaim = {
    ...{ kind: 'view', ledger: 'main', accountId: 'a', version: 3, factId: 'main#J#jen_1@0' },
    totals: ['1.00', '2.00', '0.50', ''],
  };
  const [entryAt, accountAt] = rowsOfView(claim);
  const rowOf = (key: typeof entryAt, body: Row['body']): Row => ({
    key: key ?? { partition: '', sort: '' },
    revision: 1,
    body,
  });
  const entry = rowOf(entryAt, { factId: 'main#J#jen_1@0' });
  const account = (change: Row['body'] = {}): Row =>
    rowOf(accountAt, {
      version: 3,
      debits: '1.00',
      credits: '2.00',
      heldDebits: '0.50',
      heldCredits: '0.00',
      ...change,
    });

  it('is told by the row of the entry, and then by that of the account', () => {
    expect(rowsOfView(claim)).toEqual([
      { partition: 'main#entries#a', sort: '000000000003' },
      { partition: 'main#accounts', sort: 'a' },
    ]);
  });

  it('holds where they know the fact and have its totals', () => {
    expect(standingOfView(claim, [entry, account()])).toBe('holds');
  });

  it('holds whatever the totals are once a later version has come', () => {
    expect(standingOfView(claim, [entry, account({ version: 4, debits: '9.00' })])).toBe('holds');
  });

  it('is open where a row is missing, or the account was read too early', () => {
    expect(standingOfView(claim, [undefined, account()])).toBe('absent');
    expect(standingOfView(claim, [entry, undefined])).toBe('absent');
    expect(standingOfView(claim, [entry, account({ version: 2 })])).toBe('absent');
  });

  it('is denied where the version came from another fact', () => {
    expect(standingOfView({ ...claim, factId: 'main#J#jen_2@0' }, [entry, account()])).toBe('differs');
  });

  it.each(['debits', 'credits', 'heldDebits', 'heldCredits'])('is denied by other %s', (name) => {
    expect(standingOfView(claim, [entry, account({ [name]: '7.00' })])).toBe('differs');
  });
});
