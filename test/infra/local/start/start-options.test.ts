import { describe, expect, it } from '@jest/globals';
import { parseStartOptions } from '../../../../infra/local/start-options.ts';

describe('options of npm start', () => {
  it('have defaults', () => {
    expect(parseStartOptions([])).toEqual({
      kind: 'start',
      options: { port: 7070, dataFolder: '.quipu', fresh: false, json: false },
    });
  });

  it('are read', () => {
    expect(parseStartOptions(['--port', '0', '--data', 'elsewhere', '--fresh', '--json'])).toEqual({
      kind: 'start',
      options: { port: 0, dataFolder: 'elsewhere', fresh: true, json: true },
    });
    expect(parseStartOptions(['--port=65535'])).toMatchObject({ options: { port: 65_535 } });
    expect(parseStartOptions(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    ['--colour'],
    ['--port'],
    ['--port=65536'],
    ['--port=-1'],
    ['--port=1e3'],
    ['--port='],
    ['--data='],
    ['extra'],
  ])('are refused if they are %s, with the usage', (argument) => {
    const request = parseStartOptions([argument]);
    expect(request).toMatchObject({ kind: 'wrong' });
    expect(request).toHaveProperty('message', expect.stringContaining('Usage: npm start'));
  });
});
