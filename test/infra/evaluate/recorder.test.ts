import { describe, expect, it } from '@jest/globals';
import { recorder } from '../../../infra/local/evaluate/recorder.ts';

describe('recorder', () => {
  it('adds to a resource what AWS would have', async () => {
    const { mocks, resources, problems } = recorder();
    const inputs = { name: 'quipu-dev-facts', shardCount: 1 };
    await mocks.newResource({ type: 'aws:kinesis/stream:Stream', name: 'facts', inputs, custom: true });
    expect(resources).toEqual([
      {
        type: 'aws:kinesis/stream:Stream',
        name: 'facts',
        id: 'quipu-dev-facts',
        state: { ...inputs, arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/quipu-dev-facts' },
      },
    ]);
    expect(problems).toEqual([]);
  });

  it('notes nothing down for a component, which only groups', async () => {
    const { mocks, resources } = recorder();
    await mocks.newResource({ type: 'quipu:infra:Saga', name: 'payout', inputs: {}, custom: false });
    expect(resources).toEqual([]);
  });

  it('says which resource type and which question it does not know', async () => {
    const { mocks, problems } = recorder();
    await mocks.newResource({ type: 'aws:sqs/queue:Queue', name: 'queue', inputs: {}, custom: true });
    await mocks.call({ token: 'aws:index/getPartition:getPartition', inputs: {} });
    expect(problems).toEqual([
      'nobody here knows the resource type aws:sqs/queue:Queue (queue)',
      'nobody here can answer aws:index/getPartition:getPartition',
    ]);
  });
});
