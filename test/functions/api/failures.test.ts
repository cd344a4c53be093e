import { describe, expect, it } from '@jest/globals';
import { InvariantViolation, TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { accountOf, entryOf, post } from './support/requests.ts';

const entries = '/v1/journal-entries';

describe('a request that meets a broken world', () => {
  const failing = (failure: unknown) =>
    apiUnderTest({
      eventStore: {
        ...memoryEventStore(),
        load: async () => {
          throw failure;
        },
      },
    });

  it('is asked to come again where that may help', async () => {
    const { ask } = failing(new TransientFailure('throttled by table quipu-prod-ledger'));
    const got = await post(ask, entries, entryOf('a', 'b', '1'));
    expect(got).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'TryAgain' } });
    expect(got.text).not.toContain('quipu-prod');
  });

  it('is told no more than that something went wrong, while we are told all', async () => {
    const failure = new InvariantViolation('secret stack');
    const { ask, failures } = failing(failure);
    const got = await post(ask, entries, entryOf('a', 'b', '1'));
    expect(got).toMatchObject({ status: 500, body: { code: 'InternalError', requestId: 'request-1' } });
    expect(got.text).not.toContain('secret');
    expect(failures).toEqual([failure]);
  });

  it('is asked to come again where others keep winning', async () => {
    const store = memoryEventStore();
    const { ask } = apiUnderTest({
      eventStore: {
        ...store,
        append: async (writes) => ({
          code: 'VersionConflict',
          streamId: writes.at(-1)?.head.streamId ?? ('' as never),
          existing: undefined,
        }),
      },
    });
    expect(await post(ask, '/v1/accounts', accountOf('a'))).toMatchObject({
      status: 503,
      body: { code: 'TryAgain' },
      headers: { 'retry-after': '1' },
    });
  });
});
