import { describe, expect, it } from '@jest/globals';
import { type ApiUnderTest, apiUnderTest } from './support/api-under-test.ts';
import { open, published, said, seal } from './support/sealing.ts';

const erase = ({ ask }: ApiUnderTest, key = 'erase', subject = 'person-77') =>
  ask('DELETE', `/v1/subjects/${subject}`, { key });

describe('an erasure', () => {
  it('is a fact, after which nothing of the subject is opened', async () => {
    const api = apiUnderTest();
    const [one, two] = [await seal(api), await seal(api, said, 'two')];
    const other = await seal(api, { subject: 'person-78', value: 'Charles Babbage' });
    await open(api, one);
    const { status, body } = await erase(api);
    const [, keyId = ''] = one.split('.');
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'erased', keyId, factId: `main#P#${keyId}@1`, recordedAt: expect.any(String) });
    for (const sealed of [one, two])
      expect(await open(api, sealed)).toMatchObject({ status: 410, body: { code: 'SubjectErased' } });
    expect((await open(api, other)).body['value']).toBe('Charles Babbage');
    expect(await published(api)).toMatchObject([
      { type: 'SealedValueOpened' },
      { type: 'SubjectErased', keyId, actor: 'teller-1' },
      { type: 'SealedValueOpened' },
    ]);
    expect(await api.services.subjectKeys.find({ ledger: 'main', keyId })).toBeUndefined();
    expect(await api.services.subjectKeys.announced(10)).toEqual([]);
  });

  it('is answered the same when it is sent again, and does not touch what was sealed since', async () => {
    const api = apiUnderTest();
    const before = await seal(api);
    const first = await erase(api);
    const since = await seal(api, said, 'since');
    expect(since.split('.')[1]).not.toBe(before.split('.')[1]);
    const again = await erase(api);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await open(api, since)).body['value']).toBe('Ada Lovelace');
    expect((await open(api, before)).status).toBe(410);
    expect((await published(api)).filter(({ type }) => type === 'SubjectErased')).toHaveLength(1);
  });

  it('of a subject that nothing was sealed for, or that was erased, is answered too, and is no fact', async () => {
    const api = apiUnderTest();
    const nothing = { status: 'erased', keyId: null, factId: null, recordedAt: expect.any(String) };
    expect((await erase(api, 'early')).body).toEqual(nothing);
    const sealed = await seal(api);
    expect((await erase(api, 'early')).body).toEqual(nothing);
    expect((await open(api, sealed)).status).toBe(200);
    await erase(api);
    expect((await erase(api, 'late')).body).toEqual(nothing);
    expect((await published(api)).map(({ type }) => type)).toEqual(['SealedValueOpened', 'SubjectErased']);
  });

  it('destroys nothing on a dry run, and tells which key it would', async () => {
    const api = apiUnderTest();
    const sealed = await seal(api);
    const got = await api.ask('DELETE', '/v1/subjects/person-77?dryRun=true', { key: 'k' });
    expect(got.body).toMatchObject({ status: 'erased', keyId: sealed.split('.')[1], factId: null, dryRun: true });
    expect(await api.events()).toEqual([]);
    expect((await open(api, sealed)).status).toBe(200);
    expect(await api.services.subjectKeys.announced(10)).toEqual([]);
  });

  it('needs a key of its own, a subject and the scope', async () => {
    const api = apiUnderTest();
    expect((await api.ask('DELETE', '/v1/subjects/person-77')).body['code']).toBe('IdempotencyKeyMissing');
    expect((await erase(api, 'k', 'ada%40example.com')).body['code']).toBe('MalformedRequest');
    const claims = { sub: 'x', ledger: 'main', scope: 'sealed:write sealed:read' };
    expect((await api.ask('DELETE', '/v1/subjects/person-77', { key: 'k', claims })).status).toBe(403);
  });

  it('is not misused: one key erases one subject, and the refusal is written nowhere', async () => {
    const api = apiUnderTest();
    const other = await seal(api, { ...said, subject: 'person-78' });
    await erase(api, 'k');
    expect((await erase(api, 'k', 'person-78')).body['code']).toBe('IdempotencyKeyMisused');
    expect((await open(api, other)).status).toBe(200);
    expect(await api.rejections()).toEqual([]);
  });
});
