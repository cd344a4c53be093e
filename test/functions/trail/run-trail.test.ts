import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Archive } from '../../../domain/ports/archive.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import {
  keptCloses,
  keptOutcome,
  keptRequest,
  type TrailRequest,
} from '../../../functions/runtime/trail/kept-trails.ts';
import { runTrail } from '../../../functions/trail/run-trail.ts';
import { parseTrailOrder } from '../../../functions/trail/trail-order.ts';
import { day } from '../../support/closed-log.ts';
import { accountId } from '../../support/test-ledger.ts';
import {
  closeAndSeal,
  everything,
  filesIn,
  madeTrail,
  marketLog,
  temporaryFolders,
} from '../runtime/trail/trail-parts.ts';

const folders = temporaryFolders();
afterAll(folders.remove);

const trailId = `trl_${'0'.repeat(26)}`;

const request: TrailRequest = {
  ledger: 'main',
  actor: 'auditor-1',
  askedAt: day(5),
  asked: everything,
  fingerprint: 'f',
};

const askedLog = async (more: Partial<TrailRequest> = {}) => {
  const log = await marketLog();
  await keptRequest.keep(log.archive, trailId, { ...request, ...more });
  const run = (archive: Archive = log.archive) =>
    runTrail(trailId, { ...folders, archive, digest: bytesSha256, workFolder: tmpdir() });
  return { ...log, run };
};

const keptFiles = async (archive: Archive): Promise<Readonly<Record<string, string>>> => {
  const prefix = `trails/${trailId}/`;
  const files: Record<string, string> = {};
  for (const name of await archive.list(prefix, undefined, 1_000))
    files[name.slice(prefix.length)] = Buffer.from((await archive.readBytes(name)) ?? '').toString('latin1');
  return files;
};

describe('a trail that was asked for', () => {
  it('is kept whole, with what came of it', async () => {
    const log = await askedLog();
    expect(await log.run()).toBe('made');
    const folder = folders.fresh();
    const made = await madeTrail(log.archive, { ...folders, folder });
    expect(await keptFiles(log.archive)).toEqual(filesIn(folder));
    expect(await keptOutcome.read(log.archive, trailId)).toEqual({
      status: 'made',
      covers: made.policy.covers,
      hash: made.hash,
    });
  });

  it('is made once, however often that is asked of the function', async () => {
    const log = await askedLog();
    await log.run();
    const before = await keptFiles(log.archive);
    await closeAndSeal(log, 3);
    expect(await log.run()).toBe('made');
    expect(await keptFiles(log.archive)).toEqual(before);
  });

  it('is the same where an earlier attempt was stopped, whatever was closed meanwhile', async () => {
    const log = await askedLog();
    const whole = await askedLog();
    await whole.run();
    let written = 0;
    const stopping: Archive = {
      ...log.archive,
      create: async (name, body) => {
        if (name.startsWith(`trails/${trailId}/`)) written += 1;
        if (written > 5) throw new TransientFailure('Stopped here');
        return log.archive.create(name, body);
      },
    };
    await expect(log.run(stopping)).rejects.toThrow('Stopped here');
    expect(Object.keys(await keptFiles(log.archive)).length).toBeGreaterThan(0);
    expect(await keptOutcome.read(log.archive, trailId)).toBeUndefined();
    await closeAndSeal(log, 3);
    expect(await log.run()).toBe('made');
    expect(await keptFiles(log.archive)).toEqual(await keptFiles(whole.archive));
    expect(await keptCloses.read(log.archive, trailId)).toMatchObject({ openingClose: null });
  });

  it('is refused for good where there is none, and keeps why', async () => {
    const log = await askedLog({ asked: { ...everything, accounts: [accountId('nobody')] } });
    expect(await log.run()).toBe('refused');
    expect(await keptOutcome.read(log.archive, trailId)).toMatchObject({ code: 'UnknownAccount' });
    expect(await keptFiles(log.archive)).toEqual({});
    expect(await log.run()).toBe('refused');
  });

  it('is not written over what is not of it', async () => {
    const log = await askedLog();
    await log.archive.create(`trails/${trailId}/journal.ledger`, 'something else');
    await expect(log.run()).rejects.toMatchObject({ name: 'InvariantViolation' });
  });

  it('is not made where nobody asked', async () => {
    const { archive } = await marketLog();
    const options = { ...folders, archive, digest: bytesSha256, workFolder: tmpdir() };
    await expect(runTrail(trailId, options)).rejects.toMatchObject({ name: 'PermanentFailure' });
  });
});

describe('an order to make a trail', () => {
  it('names it, and nothing that could lead elsewhere', () => {
    expect(parseTrailOrder({ trailId })).toEqual({ trailId });
    for (const other of [undefined, {}, { trailId: '../trl' }, { trailId: 7 }])
      expect(() => parseTrailOrder(other)).toThrow('no order');
  });
});
