import { describe, expect, it } from '@jest/globals';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import { factIdOf } from '../../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { archiveFacts } from '../../../functions/audit/archive-facts.ts';
import { sealLog } from '../../../functions/audit/seal-log.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { logReader } from '../../../functions/runtime/read-log.ts';
import { provesInclusion, referenceLeafHash } from '../../domain/audit/log/reference-tree.ts';
import { optionsWith } from '../audit/archive-parts.ts';
import { sealOptions } from '../audit/log-parts.ts';
import { hashesIn, rootSaid } from '../audit/log-verifier.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { opened } from './support/requests.ts';

const audited = async () => {
  const [audit, archive] = [memoryProjectionStore(), memoryArchive()];
  const logOf = (ledger: string) => logReader(ledger, { store: audit, archive, digest: bytesSha256 });
  const api = apiUnderTest({ more: { audit, logOf } });
  for (const id of ['a', 'b', 'c']) await opened(api.ask, id);
  const events = (await api.events()).filter(({ published }) => published);
  const facts = events
    .map(deliveredFact)
    .map((delivered) => ({ ...delivered, particulars: particularsOf(delivered.fact) }));
  return {
    ...api,
    factIds: events.map(({ streamId, version }) => factIdOf(streamId, version)),
    archiveAll: () => archiveFacts('main', facts, optionsWith(audit, archive)),
    seal: () => sealLog('main', sealOptions(audit, archive)),
    readLine: async (index: number) =>
      ((await archive.read('facts/main/000000000001.ndjson')) ?? '').split('\n')[index],
  };
};

const pathOf = (factId: string): string => `/v1/audit/proofs/${factId}`;

describe('the audit log over HTTP', () => {
  it('has no checkpoint before anything is sealed', async () => {
    const { ask } = await audited();
    expect(await ask('GET', '/v1/audit/checkpoint')).toMatchObject({
      status: 404,
      body: { code: 'CheckpointNotFound' },
    });
  });

  it('answers its newest checkpoint', async () => {
    const { ask, archiveAll, seal } = await audited();
    await archiveAll();
    await seal();
    const { status, body } = await ask('GET', '/v1/audit/checkpoint');
    expect(status).toBe(200);
    expect(body).toEqual({
      size: 3,
      checkpoint: expect.stringMatching(/^quipu\/test\/main\n3\n.+\n\n— .+\n$/),
      cosigned: null,
    });
  });

  it('proves a fact, by its entry and the checkpoint alone', async () => {
    const { ask, archiveAll, seal, factIds, readLine } = await audited();
    await archiveAll();
    await seal();
    for (const factId of factIds) {
      const { status, body } = await ask('GET', pathOf(factId));
      expect(status).toBe(200);
      const [proven, ...more] = body['proofs'] as readonly { index: number; entry: string; proof: string }[];
      if (proven === undefined) throw new Error('No proof');
      expect(more).toEqual([]);
      const { index, entry, proof } = proven;
      expect(entry).toBe(await readLine(index));
      expect(JSON.parse(entry)).toMatchObject({ factId, what: 'AccountOpened', who: 'teller-1' });
      const root = rootSaid({ note: proof.slice(proof.indexOf('\n\n') + 2) });
      const leafHash = referenceLeafHash(Buffer.from(entry));
      expect(provesInclusion({ leafHash, index, size: 3, proof: hashesIn(proof, 2), root })).toBe(true);
    }
  });

  it('says of a fact that is archived and not sealed that it will be', async () => {
    const { ask, archiveAll, factIds } = await audited();
    await archiveAll();
    expect(await ask('GET', pathOf(factIds[0] ?? ''))).toMatchObject({ status: 409, body: { code: 'FactNotSealed' } });
  });

  it.each(['nothing', 'main#A#a', 'main#Z#a@1', 'main#A#z@1', 'other#A#a@1', 'main#A#a@01', 'main#A#a@2'])(
    'knows no fact %s',
    async (factId) => {
      const { ask, archiveAll, seal } = await audited();
      await archiveAll();
      await seal();
      expect(await ask('GET', pathOf(factId))).toMatchObject({ status: 404, body: { code: 'FactNotFound' } });
    },
  );
});
