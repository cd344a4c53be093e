import { describe, expect, it } from '@jest/globals';
import { commandsIn, withTranscripts } from './journey.ts';
import { masked } from './masked.ts';

const markdown = [
  'Text, and `$ not a command`.',
  '```console',
  '$ first \\',
  '  --more',
  'one',
  'two',
  '$ second',
  '```',
  '```sh',
  '$ third',
  '```',
].join('\n');

describe('a journey', () => {
  it('has the commands of its console blocks, with what they print', () => {
    expect(commandsIn(markdown).map(({ command, transcript }) => [command, transcript])).toEqual([
      ['first \\\n  --more', 'one\ntwo'],
      ['second', ''],
    ]);
  });

  it('is written with other transcripts in their places', () => {
    expect(withTranscripts(markdown, ['one\ntwo', ''])).toBe(markdown);
    const renewed = withTranscripts(markdown, ['', 'three\nfour']);
    expect(commandsIn(renewed).map(({ transcript }) => transcript)).toEqual(['', 'three\nfour']);
  });
});

describe('a masked transcript', () => {
  it('is the same at another time', () => {
    const line = (time: string, hash: string, delay: string) => `recorded  ${time}  ${hash}  ${delay}`;
    expect(masked(line('2026-11-24T10:00:00.000Z', 'a'.repeat(43), '+7 ms'))).toBe(
      masked(line('2027-01-02T03:04:05.678Z', `-${'B'.repeat(42)}`, '   +123 ms')),
    );
  });

  it('is the same where a story took a minute more, and differs where a view does', () => {
    const view = (rows: number, differences: number) => `balance     23    ${rows}            ${differences}`;
    expect(masked(view(22, 0))).toBe(masked(view(23, 0)));
    expect(masked(view(22, 0))).not.toBe(masked(view(22, 1)));
  });

  it('differs where an amount, an id or a code does', () => {
    for (const [one, other] of [
      ['97.10', '97.11'],
      ['trf_0123456789ABCDEFGHJKMNPQRS', 'trf_0123456789ABCDEFGHJKMNPQRT'],
      ['HoldExpired', 'HoldVoided'],
    ] as const)
      expect(masked(one)).not.toBe(masked(other));
  });
});
