import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { jwtAuthorizer } from '../../../../infra/local/http-api/authorizer.ts';
import { openIssuer } from '../../../../infra/local/issuer/open-issuer.ts';
import { type Listening, listen } from '../../../../infra/local/listen.ts';
import { type Gateway, issuerUrl, startGateway } from './gateway.ts';

describe('JWT authorizer', () => {
  let gateway: Gateway;
  let listening: Listening | undefined;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(async () => {
    await gateway.end();
    await listening?.stop();
  });

  const refusal = async (path: string, token?: string) => {
    const answer = await gateway.get(path, token);
    return [answer.status, await answer.text(), answer.headers.get('www-authenticate')] as const;
  };
  const signed = (
    claims: Readonly<Record<string, unknown>>,
    key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ) => new SignJWT({ scope: 'accounts:read', ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(key);
  const inAMinute = Math.floor(Date.now() / 1000) + 60;

  it('asks for a token', async () => {
    expect(await refusal('/v1/accounts')).toEqual([401, '{"message":"Unauthorized"}', 'Bearer']);
  });

  it('takes a token with or without "Bearer"', async () => {
    const token = await gateway.token();
    const bare = await fetch(`${gateway.url}/v1/accounts`, { headers: { authorization: token } });
    expect([bare.status, (await gateway.get('/v1/accounts', token)).status]).toEqual([200, 200]);
  });

  it('refuses a token without any of the scopes, again and again', async () => {
    const token = await gateway.token({ scopes: ['entries:write', 'accounts:reads'] });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const [status, body, challenge] = await refusal('/v1/accounts', token);
      expect([status, body]).toEqual([403, '{"message":"Forbidden"}']);
      expect(challenge).toBe('Bearer scope="accounts:read" error="insufficient_scope"');
    }
  });

  it('takes any token where a route asks for no scope', async () => {
    expect((await gateway.get('/v1/signed', await gateway.token({ scopes: [] }))).status).toBe(200);
    expect((await gateway.get('/v1/signed')).status).toBe(401);
  });

  it('refuses a token once it has expired, also where it was seen before', async () => {
    const token = await gateway.token({ expiresInSeconds: 1 });
    expect((await gateway.get('/v1/accounts', token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const [status, , challenge] = await refusal('/v1/accounts', token);
    expect(status).toBe(401);
    expect(challenge).toContain('error="invalid_token"');
  });

  it.each([
    ['nonsense', async () => 'a.b.c'],
    ['of another key', () => signed({ iss: issuerUrl, aud: 'quipu', exp: inAMinute })],
    [
      'without a signature',
      async () =>
        `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: issuerUrl, aud: 'quipu', exp: inAMinute }))}.`,
    ],
  ])('refuses a token that is %s', async (_name, mint) => {
    expect((await refusal('/v1/accounts', await mint()))[0]).toBe(401);
  });

  it('refuses a token whose payload was changed', async () => {
    const [header, payload, signature] = (await gateway.token({ scopes: [] })).split('.');
    const claims = { ...JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()), scope: 'accounts:read' };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    expect((await refusal('/v1/accounts', forged))[0]).toBe(401);
  });

  it('checks issuer, audience and expiry, with keys that it fetches where the issuer is elsewhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quipu-issuer-'));
    const documents: Record<string, string> = {};
    listening = await listen(createServer((request, response) => response.end(documents[request.url ?? ''])));
    const remote = await openIssuer({ folder, url: listening.url, audience: ['quipu'] });
    Object.assign(documents, remote.documents);
    const foreign = await openIssuer({ folder, url: 'https://other.example', audience: ['quipu'] });
    const elsewhere = await openIssuer({ folder, url: listening.url, audience: ['another'] });
    const authorize = jwtAuthorizer({ issuer: listening.url, audience: ['quipu'] }, undefined);
    const claims = { subject: 'ada', ledger: 'main', scopes: ['accounts:read'], expiresInSeconds: 60 };
    const statusOf = async (token: string) => {
      const access = await authorize(`Bearer ${token}`, ['accounts:read']);
      return 'refusal' in access ? access.refusal.status : 200;
    };
    expect(await statusOf(await remote.mintToken(claims))).toBe(200);
    expect(await statusOf(await foreign.mintToken(claims))).toBe(401);
    expect(await statusOf(await elsewhere.mintToken(claims))).toBe(401);
    expect(await statusOf(await remote.mintToken({ ...claims, expiresInSeconds: -1 }))).toBe(401);
  });
});
