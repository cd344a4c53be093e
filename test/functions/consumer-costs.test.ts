import { describe, expect, it } from '@jest/globals';
import { costOfConsumers } from '../support/consumer-costs.ts';

/*
 * What a user pays for each consumer and entry. A change of these figures is a change for users: it belongs into
 * docs/cost.md, and needs a reason where they grow.
 */
describe('what consumers spend on an entry with two postings', () => {
  it('in batches of one', async () => {
    expect(await costOfConsumers(1)).toEqual({
      balance: { writeUnits: 16, readUnits: 1.27, rowsWritten: 8, requests: 3.125 },
      fraud: { writeUnits: 8, readUnits: 2.255, rowsWritten: 4, requests: 4.25 },
      audit: { writeUnits: 11, readUnits: 5.25, rowsWritten: 5.5, requests: 7.625 },
    });
  });

  it('in batches of ten', async () => {
    expect(await costOfConsumers(10)).toEqual({
      balance: { writeUnits: 9.2, readUnits: 0.37, rowsWritten: 4.6, requests: 0.3125 },
      fraud: { writeUnits: 4.4, readUnits: 0.455, rowsWritten: 2.2, requests: 0.425 },
      audit: { writeUnits: 7.4, readUnits: 2.55, rowsWritten: 3.7, requests: 0.7625 },
    });
  });

  it('in batches of a hundred', async () => {
    expect(await costOfConsumers(100)).toEqual({
      balance: { writeUnits: 8.52, readUnits: 0.28, rowsWritten: 4.26, requests: 0.0775 },
      fraud: { writeUnits: 4.08, readUnits: 0.295, rowsWritten: 2.04, requests: 0.0875 },
      audit: { writeUnits: 6.06, readUnits: 2.29, rowsWritten: 3.03, requests: 0.1275 },
    });
  });
});
