import { describe, expect, it } from '@jest/globals';
import { accountsMaximum, type Posting, postingsMaximum } from '../../../domain/journal/posting.ts';
import {
  descriptionCharactersMaximum,
  metadataKeyCharactersMaximum,
  metadataPairsMaximum,
  metadataValueCharactersMaximum,
} from '../../../functions/api/limits.ts';
import { entryBody, leg, open, post, testLedger } from '../../support/test-ledger.ts';

/** What an entry of a tile-based transparency log may have (C2SP tlog-tiles). */
const logEntryBytesMaximum = 65_535;

/** A character of four bytes, more than any other that a caller may send. */
const wide = '😀';

describe('the largest journal entry', () => {
  it('fits an entry of a transparency log, with room for what surrounds it there', async () => {
    const ledger = testLedger();
    const idOf = (index: number): string => `${'a'.repeat(97)}${String(index).padStart(3, '0')}`;
    const large = '99999999999999.9999';
    for (let index = 0; index < accountsMaximum; index += 1) {
      await open(ledger, idOf(index), { type: 'liability', currency: 'CLF' });
    }
    const postings = Array.from(
      { length: postingsMaximum },
      (_, index): Posting => leg(idOf(index % accountsMaximum), index % 2 === 0 ? 'debit' : 'credit', large, 'CLF'),
    );
    const metadata = Object.fromEntries(
      Array.from({ length: metadataPairsMaximum }, (_, index) => [
        String(index).padStart(metadataKeyCharactersMaximum, 'k'),
        wide.repeat(metadataValueCharactersMaximum),
      ]),
    );
    const body = { ...entryBody(postings), description: wide.repeat(descriptionCharactersMaximum), metadata };
    const outcome = await post(ledger, 'largest', body);
    expect(outcome.code).toBe('Recorded');
    const bytes = outcome.code === 'Recorded' ? Buffer.byteLength(outcome.event.text) : 0;
    expect(bytes).toBeLessThan(logEntryBytesMaximum - 1_024);
  });
});
