import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readStackFile } from '../../cli/stack/read-stack-file.ts';

describe('the file of a running stack', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quipu-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (text: string) => writeFile(join(folder, 'stack.json'), text);
  const stack = {
    url: 'http://127.0.0.1:7070',
    token: 'token',
    pid: process.pid,
    dataFolder: '/data',
    region: 'eu-central-1',
    endpoints: { dynamodb: 'http://127.0.0.1:1', s3: 'http://127.0.0.1:2' },
    outputs: { factsStream: 'quipu-dev-facts' },
  };

  it('tells how to reach it', async () => {
    await write(JSON.stringify(stack));
    expect(await readStackFile(folder)).toEqual(stack);
  });

  it('is not there where nothing was started', async () => {
    expect(await readStackFile(join(folder, 'none'))).toBeUndefined();
  });

  it('counts for nothing once its process is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await write(JSON.stringify({ ...stack, pid }));
    expect(await readStackFile(folder)).toBeUndefined();
  });

  it.each(['', '{"url":', '{}', '[]'])('is refused where it is damaged: %j', async (text) => {
    await write(text);
    await expect(readStackFile(folder)).rejects.toThrow('damaged');
  });
});
