import { describe, expect, it } from '@jest/globals';
import { eventFilter } from '../../../../infra/local/mappings/event-filter.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: { NewImage: { published: { S: 'yes' }, kind: { S: 'EntryPosted' }, tags: { SS: ['a', 'b'] } } },
};
const image = (fields: unknown) => JSON.stringify({ dynamodb: { NewImage: fields } });

describe('event filter', () => {
  it('lets everything pass where there is none', () => {
    expect(eventFilter([])(record)).toBe(true);
  });

  it.each([
    ['a nested text', image({ published: { S: ['yes'] } }), true],
    ['another text', image({ published: { S: ['no'] } }), false],
    ['one of several alternatives', image({ published: { S: ['no', 'yes'] } }), true],
    [
      'all of several fields',
      JSON.stringify({ eventName: ['REMOVE'], dynamodb: { NewImage: { published: { S: ['yes'] } } } }),
      false,
    ],
    ['a member of a list', image({ tags: { SS: ['b'] } }), true],
    ['a field that is not there', image({ missing: { S: ['yes'] } }), false],
    ['another type', image({ published: { S: [1, true, null] } }), false],
    ['a prefix', image({ kind: { S: [{ prefix: 'Entry' }] } }), true],
    ['another prefix', image({ kind: { S: [{ prefix: 'Hold' }] } }), false],
    ['a suffix', image({ kind: { S: [{ suffix: 'Posted' }] } }), true],
    ['any case', image({ kind: { S: [{ 'equals-ignore-case': 'ENTRYPOSTED' }] } }), true],
    ['what exists', image({ published: { S: [{ exists: true }] } }), true],
    ['what should not exist', image({ published: { S: [{ exists: false }] } }), false],
    ['what does not exist', image({ missing: { S: [{ exists: false }] } }), true],
    ['anything but others', image({ published: { S: [{ 'anything-but': ['no', 'maybe'] }] } }), true],
    ['anything but this', image({ published: { S: [{ 'anything-but': 'yes' }] } }), false],
    ['anything but a prefix', image({ published: { S: [{ 'anything-but': { prefix: 'y' } }] } }), false],
    ['anything but, of what is not there', image({ missing: { S: [{ 'anything-but': ['no'] }] } }), false],
  ])('knows %s', (_name, pattern, passes) => {
    expect(eventFilter([pattern])(record)).toBe(passes);
  });

  it('lets pass what any pattern matches', () => {
    const patterns = [image({ published: { S: ['no'] } }), JSON.stringify({ eventName: ['INSERT'] })];
    expect(eventFilter(patterns)(record)).toBe(true);
  });

  it.each([
    ['{"a":[{"numeric":[">",1]}]}'],
    ['{"a":[{"cidr":"10.0.0.0/8"}]}'],
    ['{"$or":[{"a":[1]},{"b":[1]}]}'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}'],
    ['{"a":[{"prefix":1}]}'],
    ['{"a":"text"}'],
    ['{}'],
    ['{'],
  ])('refuses %s', (pattern) => {
    expect(() => eventFilter([pattern])).toThrow(pattern);
  });
});
