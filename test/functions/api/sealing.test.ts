import { describe, expect, it } from '@jest/globals';
import { particularsOf } from '../../../domain/audit/particulars.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, market, post } from './support/requests.ts';
import { open, published, said, seal, sealedValues } from './support/sealing.ts';

describe('a sealed value', () => {
  it('is answered, and nothing is kept of it', async () => {
    const api = apiUnderTest();
    const sealed = await seal(api);
    expect(sealed).toMatch(/^slv1\.sbk_[0-9A-Z]{26}\.[\w-]{123}$/);
    expect(await api.events()).toEqual([]);
  });

  it('goes where free text goes, longer than other text may be', async () => {
    const api = apiUnderTest();
    await market(api.ask);
    const long = await seal(api, { ...said, value: 'é'.repeat(63).padEnd(256, 'x') });
    expect(long.length).toBeGreaterThan(200);
    const body = { ...entryOf('assets:bank', 'sellers:1', '1'), description: long, metadata: { payer: long } };
    expect((await post(api.ask, '/v1/journal-entries', body)).body).toMatchObject({
      description: long,
      metadata: { payer: long },
    });
    for (const description of [`${long}.`, `x${long}`, long.replace('slv1', 'slv2')])
      expect((await post(api.ask, '/v1/journal-entries', { ...body, description })).status).toBe(400);
  });

  it('is the same text for the same request, and another for each other', async () => {
    const api = apiUnderTest();
    const first = await seal(api);
    expect(await seal(api)).toBe(first);
    expect(await seal(api, said, 'another')).not.toBe(first);
    expect(await seal(api, { ...said, value: 'Charles Babbage' })).not.toBe(first);
    expect(await seal(api, { ...said, subject: 'person-78' })).not.toBe(first);
  });

  it('is not sealed on a dry run, nor without a key', async () => {
    const api = apiUnderTest();
    expect((await post(api.ask, `${sealedValues}?dryRun=true`, said)).body).toEqual({ sealed: null, dryRun: true });
    expect((await api.ask('POST', sealedValues, { body: said })).body['code']).toBe('IdempotencyKeyMissing');
    expect(await api.services.subjectKeys.keyIdOf('main', 'person-77')).toBeUndefined();
  });

  it.each([
    ['/value', { ...said, value: '' }],
    ['/value', { ...said, value: 'x'.repeat(257) }],
    ['/value', { ...said, value: '名'.repeat(107) }],
    ['/value', { ...said, value: 'a\nb' }],
    ['/value', { ...said, value: '\ud83d' }],
    ['/subject', { ...said, subject: 'x'.repeat(65) }],
    ['/subject', { ...said, subject: 'ada@example.com' }],
    ['/subject', { ...said, subject: '..' }],
  ])('is refused at %s for %j', async (pointer, body) => {
    const { body: problem } = await post(apiUnderTest().ask, sealedValues, body);
    expect(problem).toMatchObject({ code: 'MalformedRequest', errors: [{ pointer }] });
  });

  it('is opened, and that somebody looked is a fact each time', async () => {
    const api = apiUnderTest();
    const sealed = await seal(api);
    const headers = { 'x-correlation-id': 'case-12' };
    const { body, headers: answered } = await api.ask('GET', `${sealedValues}/${sealed}`, { headers });
    const [, keyId = ''] = sealed.split('.');
    expect(body).toEqual({
      value: 'Ada Lovelace',
      keyId,
      factId: `main#P#${keyId}@0`,
      openedAt: expect.stringMatching(/Z$/),
    });
    expect(answered['cache-control']).toBe('no-store');
    await open(api, sealed);
    const facts = await published(api);
    expect(facts).toMatchObject([{ correlationId: 'case-12' }, {}]);
    for (const fact of facts)
      expect(fact).toMatchObject({
        type: 'SealedValueOpened',
        keyId,
        sealedHash: api.services.ledger.digest(sealed),
        actor: 'teller-1',
      });
    const [event] = await api.events();
    if (event === undefined) throw new Error('Nothing was written');
    expect(particularsOf(deliveredFact(event).fact)).toMatchObject({ what: 'SealedValueOpened', changes: [] });
  });

  it('is not shown where it cannot be written that somebody looks', async () => {
    const api = apiUnderTest();
    const sealed = await seal(api);
    const { eventStore } = api.services.ledger;
    Object.assign(api.services.ledger, {
      eventStore: { ...eventStore, append: async () => Promise.reject(new Error('no')) },
    });
    const got = await open(api, sealed);
    expect(got.status).toBe(500);
    expect(got.text).not.toContain('Ada');
  });

  it('is opened by nobody from another ledger, and not where it was changed', async () => {
    const api = apiUnderTest();
    const sealed = await seal(api);
    const claims = { sub: 'x', ledger: 'other', scope: 'sealed:read' };
    expect((await api.ask('GET', `${sealedValues}/${sealed}`, { claims })).body['code']).toBe('SealedValueNotFound');
    const last = sealed.at(-40) === 'A' ? 'B' : 'A';
    const altered = sealed.slice(0, -40) + last + sealed.slice(-39);
    expect((await open(api, altered)).body['code']).toBe('SealedValueAltered');
    expect((await open(api, sealed.slice(0, -1))).body['code']).toBe('MalformedSealedValue');
    expect((await open(api, sealed.replace('slv1', 'slv2'))).status).toBe(400);
    const other = await seal(api, { ...said, subject: 'person-78' });
    const [version, , rest] = sealed.split('.');
    expect((await open(api, [version, other.split('.')[1], rest].join('.'))).status).toBe(422);
    expect(await api.events()).toEqual([]);
  });
});
