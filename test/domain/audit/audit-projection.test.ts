import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { auditProjection } from '../../../domain/audit/audit-projection.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { anyDeliveryOf } from '../../arbitraries/deliveries.ts';
import { folded } from '../../support/folded.ts';
import {
  contested,
  dropped,
  forged,
  honestFacts,
  isEntryOf,
  relinked,
  rewritten,
  type Tampering,
  tampered,
} from './tampering.ts';

const audit = auditProjection(sha256);

/** What the auditor says, one line each: findings by subject and version, and the versions that it misses. */
const reportOn = async (events: readonly StoredEvent[]): Promise<readonly string[]> => {
  const rows = await folded(audit, events);
  return [...rows].flatMap(([name, body]) => {
    const { subject, version, codes } = body;
    const about = `${String(subject).replace(/(jen|hld)_\w+/, '$1')} ${version}`;
    if (name.startsWith('main#findings')) return `${about}: ${[codes].flat().join(' ')}`;
    return name.startsWith('main#gaps') ? `${about} is missing` : [];
  });
};

const isOpening = (event: StoredEvent) => event.streamId.endsWith('sellers:1');
const isHold = (event: StoredEvent) => event.text.includes('HoldAuthorized');
const isTransfer = (event: StoredEvent) => event.text.includes('TransferScreened');
const isEntry = isEntryOf('30.00');
const raise = (text: string): string => text.replaceAll('"amount":"30.00"', '"amount":"31.00"');
const raiseOneSide = (text: string): string => text.replace('"amount":"30.00"', '"amount":"31.00"');
const raiseTotals = (text: string): string => raise(text).replaceAll('"60.00"', '"61.00"');
const sideways = relinked((previousHash, accountId) => (accountId === 'assets:bank' ? 'x' : previousHash));

const tamperings: readonly (readonly [string, (event: StoredEvent) => boolean, Tampering, readonly string[]])[] = [
  [
    'an amount was changed',
    isEntry,
    rewritten(raise),
    [
      'account assets:bank 4: TotalsBroken',
      'account assets:bank 5: ChainBroken',
      'account sellers:1 4: TotalsBroken',
      'account sellers:1 5: ChainBroken',
      'fact main#J#jen@0 0: HashMismatch',
    ],
  ],
  [
    'an amount was changed, with a hash that fits',
    isEntry,
    forged(raise),
    [
      'account assets:bank 4: TotalsBroken',
      'account assets:bank 5: ChainBroken',
      'account sellers:1 4: TotalsBroken',
      'account sellers:1 5: ChainBroken',
    ],
  ],
  [
    'an amount and the totals were changed, with a hash that fits',
    isEntry,
    forged(raiseTotals),
    ['account assets:bank 5: ChainBroken TotalsBroken', 'account sellers:1 5: ChainBroken TotalsBroken'],
  ],
  [
    'an entry does not balance',
    isEntry,
    rewritten(raiseOneSide),
    [
      'account assets:bank 4: TotalsBroken',
      'account assets:bank 5: ChainBroken',
      'account sellers:1 5: ChainBroken',
      'fact main#J#jen@0 0: HashMismatch UnbalancedEntry',
    ],
  ],
  ['an entry was dropped', isEntry, dropped, ['account assets:bank 4 is missing', 'account sellers:1 4 is missing']],
  ['an opening was dropped', isOpening, dropped, ['account sellers:1 1 is missing']],
  [
    'a hold was dropped',
    isHold,
    dropped,
    ['account assets:bank 6 is missing', 'account sellers:1 6 is missing', 'hold hld 0 is missing'],
  ],
  ['a moment of a transfer was dropped', isTransfer, dropped, ['transfer trf_1 1 is missing']],
  [
    'a moment of a transfer was changed',
    isTransfer,
    forged((text) => text.replace('25.00', '26.00')),
    ['transfer trf_1 2: ChainBroken'],
  ],
  [
    'two entries claim one version',
    isEntry,
    contested(sideways),
    ['account assets:bank 4: VersionContested ChainBroken', 'account sellers:1 4: VersionContested'],
  ],
  [
    'a fact stands in the stream of another',
    isEntry,
    (event) => [{ ...event, streamId: `${event.streamId}X` as typeof event.streamId }],
    ['fact main#J#jen@0 0: Misplaced'],
  ],
];

describe('the audit', () => {
  it('finds nothing in an honest ledger, and misses nothing', async () => {
    expect(await reportOn(await honestFacts())).toEqual([]);
  });

  it.each(tamperings)('finds it when %s', async (_what, isMeant, tampering, findings) => {
    const events = tampered(await honestFacts(), isMeant, tampering);
    expect(await reportOn(events)).toEqual(findings);
  });

  it('finds hashes that were swapped', async () => {
    const honest = await honestFacts();
    const [one, other] = [honest.find(isEntryOf('20.00')), honest.find(isEntryOf('30.00'))];
    const swapped = honest.map((event) => {
      if (event === one) return { ...event, hash: other?.hash ?? '' };
      return event === other ? { ...event, hash: one?.hash ?? '' } : event;
    });
    expect(await reportOn(swapped)).toEqual(['fact main#J#jen@0 0: HashMismatch', 'fact main#J#jen@0 0: HashMismatch']);
  });

  it('finds links that were swapped between accounts', async () => {
    const links = (text: string): string => {
      const [bank, seller] = [...text.matchAll(/"previousHash":"([^"]*)"/g)].map(([, link]) => link ?? '');
      return relinked((_link, accountId) => (accountId === 'assets:bank' ? seller : bank) ?? '')(text);
    };
    expect(await reportOn(tampered(await honestFacts(), isEntry, forged(links)))).toEqual([
      'account assets:bank 4: ChainBroken',
      'account assets:bank 5: ChainBroken',
      'account sellers:1 4: ChainBroken',
      'account sellers:1 5: ChainBroken',
    ]);
  });

  it('says the same of tampered facts in any order and any repetition', async () => {
    const events = tampered(
      tampered(tampered(await honestFacts(), isEntry, contested(sideways)), isTransfer, dropped),
      isEntryOf('20.00'),
      rewritten((text) => text.replace('"20.00"', '"21.00"')),
    );
    const rowsOf = async (delivered: readonly StoredEvent[]) => JSON.stringify([...(await folded(audit, delivered))]);
    const expected = await rowsOf(events);
    await fc.assert(
      fc.asyncProperty(anyDeliveryOf(events), async (delivered) => {
        expect(await rowsOf(delivered)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});
