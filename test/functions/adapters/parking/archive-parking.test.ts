import { describe, expect, it } from '@jest/globals';
import { memoryArchive } from '../../../../functions/adapters/memory/archive.ts';
import { archiveParking } from '../../../../functions/adapters/parking/archive-parking.ts';

const parked = {
  consumer: 'balance',
  shardId: 'shardId-000000000000',
  sequenceNumber: '42',
  data: 'Ym9keQ==',
  reason: 'PermanentFailure: Not JSON in UTF-8',
  parkedAt: '2026-11-23T10:00:00.000Z',
};

describe('parking in an archive', () => {
  it('keeps a record whole, under consumer, shard and sequence number', async () => {
    const archive = memoryArchive();
    await archiveParking(archive).park(parked);
    const text = await archive.read('balance/shardId-000000000000/42.json');
    expect(JSON.parse(text ?? '')).toEqual(parked);
  });

  it('keeps the first of a record that is parked twice', async () => {
    const archive = memoryArchive();
    const parking = archiveParking(archive);
    await parking.park(parked);
    await parking.park({ ...parked, parkedAt: 'later' });
    expect(await archive.list('', undefined, 10)).toHaveLength(1);
    expect(await archive.read('balance/shardId-000000000000/42.json')).toContain(parked.parkedAt);
  });

  it('finds a name for whatever a shard is called', async () => {
    const archive = memoryArchive();
    await archiveParking(archive).park({ ...parked, shardId: '../arn:aws/1' });
    expect(await archive.list('', undefined, 10)).toEqual(['balance/___arn_aws_1/42.json']);
  });
});
