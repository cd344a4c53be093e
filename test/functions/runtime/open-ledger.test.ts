import { describe, expect, it } from '@jest/globals';
import { dynamoClient } from '../../../functions/runtime/open-ledger.ts';

describe('the client of a function', () => {
  it('does not filter every request and answer for a logger that it has not', () => {
    const client = dynamoClient();
    const steps = client.middlewareStack.identify().join(' ');
    client.destroy();
    expect(steps).not.toMatch(/logger/i);
    expect(steps).toMatch(/retryMiddleware/);
  });
});
