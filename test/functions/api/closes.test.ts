import { describe, expect, it } from '@jest/globals';
import { knownLogKey } from '../../../domain/audit/log/log-place.ts';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { logCloser } from '../../../functions/audit/close/log-closer.ts';
import { addCheckpoint } from '../../../functions/audit/witness/add-checkpoint.ts';
import { witnessAll, witnessesIn } from '../../../functions/audit/witness/log-witnesses.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { logReader } from '../../../functions/runtime/read-log.ts';
import { provesConsistency, provesInclusion, referenceLeafHash } from '../../domain/audit/log/reference-tree.ts';
import '../../support/quiet-log.ts';
import { startWitness } from '../../support/test-witness.ts';
import { optionsWith } from '../audit/archive-parts.ts';
import { closeOptions } from '../audit/close/close-parts.ts';
import { sealAtLast, sealOptions } from '../audit/log-parts.ts';
import { hashesIn, isSigned, rootSaid } from '../audit/log-verifier.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { opened } from './support/requests.ts';

/** The API with what audit does behind it, as far as this test lets it. */
const closable = async (accounts = ['a', 'b:1', 'b:2']) => {
  const [audit, archive, eventStore] = [memoryProjectionStore(), memoryArchive(), memoryEventStore()];
  const closer = logCloser({
    ...closeOptions({ store: audit, archive, eventStore }),
    closeTime: undefined,
    count: () => {},
  });
  const logOf = (ledger: string) => logReader(ledger, { store: audit, archive, digest: bytesSha256 });
  const api = apiUnderTest({ eventStore, more: { audit, logOf, logArchive: archive, askClose: closer.demand } });
  for (const id of accounts) await opened(api.ask, id);
  return {
    ...api,
    archive,
    audit,
    archiveAll: async () => {
      const facts = (await api.events()).filter(({ published }) => published).map(deliveredFact);
      const archivable = facts.map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) }));
      await archiveFacts('main', archivable, optionsWith(audit, archive));
    },
    seal: () => sealAtLast(sealOptions(audit, archive)),
    close: (key: string, path = '/v1/audit/closes') => api.ask('POST', path, { key, body: {} }),
  };
};

const proofPath = (index: number, accountId: string): string => `/v1/audit/closes/${index}/accounts/${accountId}`;

describe('closes over HTTP', () => {
  it('are made once for a key, and rehearsed without a trace', async () => {
    const { ask, archiveAll, close } = await closable();
    await archiveAll();
    const rehearsed = await close('k', '/v1/audit/closes?dryRun=true');
    expect(rehearsed).toMatchObject({ status: 200, body: { index: 3, accounts: 3, dryRun: true } });
    expect((await ask('GET', '/v1/audit/closes')).body).toEqual({ items: [], nextCursor: null });
    const made = await close('k');
    expect(made).toMatchObject({ status: 201, body: { index: 3, previous: null, reason: 'demand' } });
    await close('other');
    const again = await close('k');
    expect(again.body).toEqual(made.body);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(made.body).toEqual({ ...rehearsed.body, dryRun: undefined });
  });

  it('are listed page by page, newest first', async () => {
    const { ask, close } = await closable();
    for (const key of ['1', '2', '3']) await close(key);
    const first = await ask('GET', '/v1/audit/closes?limit=2');
    const indexesOf = ({ body }: typeof first) => (body['items'] as readonly JsonObject[]).map(({ index }) => index);
    expect(indexesOf(first)).toEqual([2, 1]);
    const second = await ask('GET', `/v1/audit/closes?limit=2&cursor=${first.body['nextCursor']}`);
    expect([indexesOf(second), second.body['nextCursor']]).toEqual([[0], null]);
  });

  it('prove each account, by its line, the close and the checkpoint alone', async () => {
    const { ask, archive, archiveAll, close, seal } = await closable();
    await archiveAll();
    await seal();
    await close('k');
    await close('l');
    expect(await ask('GET', proofPath(3, 'a'))).toMatchObject({ status: 409, body: { code: 'CloseNotSealed' } });
    await seal();
    const heads = ((await archive.read('log/main/heads/3')) ?? '').split('\n');
    for (const [place, id] of ['a', 'b:1', 'b:2'].entries()) {
      const { status, body } = await ask('GET', proofPath(3, id));
      expect([status, body['place'], body['head']]).toEqual([200, place, heads[place]]);
      const { index, entry, proof } = body['close'] as { index: number; entry: string; proof: string };
      const hashes = (body['hashes'] as readonly string[]).map((hash) => Buffer.from(hash, 'base64').toString('hex'));
      const leafHash = referenceLeafHash(Buffer.from(String(body['head'])));
      const stated = JSON.parse(entry).close.heads;
      expect(provesInclusion({ leafHash, index: place, size: 3, proof: hashes, root: stated })).toBe(true);
      const root = rootSaid({ note: proof.slice(proof.indexOf('\n\n') + 2) });
      const entryHash = referenceLeafHash(Buffer.from(entry));
      expect(provesInclusion({ leafHash: entryHash, index, size: 5, proof: hashesIn(proof, 2), root })).toBe(true);
    }
  });

  it('know what they do not have', async () => {
    const { ask, archiveAll, close, seal } = await closable();
    await archiveAll();
    await close('k');
    await seal();
    for (const path of [proofPath(2, 'a'), '/v1/audit/closes/x/accounts/a', '/v1/audit/closes/03/accounts/a'])
      expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'CloseNotFound' } });
    for (const id of ['0', 'aa', 'b', 'z'])
      expect(await ask('GET', proofPath(3, id))).toMatchObject({ status: 404, body: { code: 'AccountNotFound' } });
  });
});

describe('consistency over HTTP', () => {
  it('is proved between any two checkpoints', async () => {
    const { ask, close, seal, archiveAll } = await closable();
    const sizes: number[] = [];
    const roots = new Map<number, string>();
    for (const key of ['1', '2', '3']) {
      if (key === '2') await archiveAll();
      await close(key);
      await seal();
      const { body } = await ask('GET', '/v1/audit/checkpoint');
      sizes.push(Number(body['size']));
      roots.set(Number(body['size']), rootSaid({ note: String(body['checkpoint']) }));
    }
    expect(sizes).toEqual([1, 5, 6]);
    for (const first of sizes)
      for (const second of sizes.filter((size) => size >= first)) {
        const { body } = await ask('GET', `/v1/audit/consistency?from=${first}&to=${second}`);
        const proof = hashesIn(String(body['proof']), 1);
        const [firstRoot = '', secondRoot = ''] = [roots.get(first), roots.get(second)];
        expect(provesConsistency({ first, second, proof, firstRoot, secondRoot })).toBe(true);
        expect(body['proof']).toMatch(new RegExp(`^old ${first}\n`));
      }
    expect((await ask('GET', '/v1/audit/consistency?from=1')).body).toMatchObject({ from: 1, to: 6 });
  });

  it('is refused where there is no such checkpoint, or the other way round', async () => {
    const { ask, close, seal, archiveAll } = await closable();
    await close('1');
    await archiveAll();
    await close('2');
    await seal();
    for (const query of ['from=2', 'from=1&to=2', 'from=9'])
      expect(await ask('GET', `/v1/audit/consistency?${query}`)).toMatchObject({
        status: 404,
        body: { code: 'CheckpointNotFound' },
      });
    for (const query of ['', '?from=0', '?from=5&to=1', '?from=1&to=x'])
      expect(await ask('GET', `/v1/audit/consistency${query}`)).toMatchObject({
        status: 400,
        body: { code: 'MalformedRequest' },
      });
  });
});

describe('a checkpoint that was cosigned', () => {
  it('is answered with all its signatures', async () => {
    const { ask, archive, audit, close, seal } = await closable();
    await close('1');
    await seal();
    const keys = await archive.list('log/main/key/', undefined, 1);
    const trusted = await Promise.all(keys.map(async (name) => (await archive.read(name)) ?? ''));
    const witness = await startWitness({ logs: async () => new Map([['quipu/test/main', trusted]]) });
    await audit.commit([{ key: knownLogKey('main'), revision: 0, body: { since: 'then' } }]);
    await witnessAll({
      ...{ store: audit, archive, digest: bytesSha256, add: addCheckpoint, count: () => {} },
      witnesses: witnessesIn(bytesSha256, `${witness.url} ${witness.verifierKey}`),
    });
    await witness.stop();
    await close('2');
    await seal();
    const { body } = await ask('GET', '/v1/audit/checkpoint');
    const { size, checkpoint } = body['cosigned'] as { readonly size: number; readonly checkpoint: string };
    expect([body['size'], size]).toEqual([2, 1]);
    expect(checkpoint).toMatch(/^quipu\/test\/main\n1\n.+\n\n— quipu\/test\/main .+\n— witness.test\/w1 .+\n$/);
    expect(isSigned(checkpoint, trusted[0] ?? '')).toBe(true);
  });
});
