import { describe, expect, it } from '@jest/globals';
import { readWords, WrongUse } from './read-words.ts';

const minimal = ['--target', 'https://ledger.example.com/', '--token', 't'];

describe('the words of the kit', () => {
  it('need an address and a token, and have a default for everything else', () => {
    expect(readWords(minimal, {})).toMatchObject({
      url: 'https://ledger.example.com',
      token: 't',
      minutes: 1,
      clients: 6,
      withPayouts: false,
      isForced: false,
    });
    expect(readWords(['--target', 'http://127.0.0.1:7070'], { QUIPU_TOKEN: 'from outside' }).token).toBe(
      'from outside',
    );
  });

  it('never mean payouts where nobody said so', () => {
    expect(readWords([...minimal, '--payouts', '--force'], {})).toMatchObject({ withPayouts: true, isForced: true });
  });

  it.each([
    [['--token', 't']],
    [['--target', 'https://ledger.example.com']],
    [['--target', 'ledger.example.com', '--token', 't']],
    [['--target', 'file:///etc', '--token', 't']],
    [[...minimal, '--minutes', '0']],
    [[...minimal, '--minutes', 'ten']],
    [[...minimal, '--clients', '1.5']],
    [[...minimal, '--seed', '-1']],
    [[...minimal, '--planted']],
    [[...minimal, 'more']],
  ])('are refused: %p', (words) => {
    expect(() => readWords(words, {})).toThrow(WrongUse);
  });
});
