import { describe, expect, it } from '@jest/globals';
import { costOfConsumers } from '../support/consumer-costs.ts';

/*
 * What a user pays for each consumer and entry. A change of these figures is a change for users: it belongs into
 * docs/cost.md, and needs a reason where they grow.
 */
describe('what consumers spend on an entry with two postings', () => {
  it('in batches of one', async () => {
    expect(await costOfConsumers(1)).toEqual({
      balance: { writeUnits: 16, readUnits: 8, rowsWritten: 8, requests: 4 },
      fraud: { writeUnits: 8, readUnits: 5, rowsWritten: 4, requests: 5 },
      audit: { writeUnits: 11, readUnits: 8.5, rowsWritten: 5.5, requests: 10 },
    });
  });

  it('in batches of ten', async () => {
    expect(await costOfConsumers(10)).toEqual({
      balance: { writeUnits: 9.2, readUnits: 4.6, rowsWritten: 4.6, requests: 0.4 },
      fraud: { writeUnits: 4.4, readUnits: 2.3, rowsWritten: 2.2, requests: 0.5 },
      audit: { writeUnits: 7.4, readUnits: 4.9, rowsWritten: 3.7, requests: 1 },
    });
  });

  it('in batches of a hundred', async () => {
    expect(await costOfConsumers(100)).toEqual({
      balance: { writeUnits: 8.52, readUnits: 4.26, rowsWritten: 4.26, requests: 0.12 },
      fraud: { writeUnits: 4.08, readUnits: 2.07, rowsWritten: 2.04, requests: 0.11 },
      audit: { writeUnits: 6.06, readUnits: 4.06, rowsWritten: 3.03, requests: 0.17 },
    });
  });
});
