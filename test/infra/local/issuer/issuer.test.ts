import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { mintDefaultToken } from '../../../../infra/local/issuer/mint-default-token.ts';
import { openIssuer } from '../../../../infra/local/issuer/open-issuer.ts';
import { declared } from '../http-api/gateway.ts';

const url = 'http://127.0.0.1:7070';
const claims = { subject: 'ada', ledger: 'main', scopes: ['a:read', 'b:write'], expiresInSeconds: 60 };

describe('local issuer', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quipu-issuer-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = () => openIssuer({ folder, url, audience: ['quipu'] });

  it('mints tokens which its published keys verify', async () => {
    const issuer = await open();
    const configuration = JSON.parse(issuer.documents['/.well-known/openid-configuration'] ?? '');
    expect(configuration).toMatchObject({ issuer: url, jwks_uri: `${url}/.well-known/jwks.json` });
    const keys = createLocalJWKSet(JSON.parse(issuer.documents['/.well-known/jwks.json'] ?? ''));
    const { payload, protectedHeader } = await jwtVerify(await issuer.mintToken(claims), keys, {
      issuer: url,
      audience: 'quipu',
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({ sub: 'ada', ledger: 'main', scope: 'a:read b:write' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('publishes nothing of its private key', async () => {
    const issuer = await open();
    const [key] = JSON.parse(issuer.documents['/.well-known/jwks.json'] ?? '').keys;
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('keeps its key, for its owner only', async () => {
    const first = await open();
    const second = await open();
    expect(second.publicKey.equals(first.publicKey)).toBe(true);
    expect((await stat(join(folder, 'issuer-key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('says what to do where its key is damaged', async () => {
    await writeFile(join(folder, 'issuer-key.pem'), 'half a k');
    await expect(open()).rejects.toThrow(/issuer-key\.pem is damaged\. Delete it/);
  });

  it('mints a default token with every scope there is, for twelve hours', async () => {
    const issuer = await open();
    const { payload } = await jwtVerify(await mintDefaultToken(issuer, declared), issuer.publicKey);
    expect(payload).toMatchObject({ sub: 'local-developer', ledger: 'main', scope: 'accounts:read accounts:write' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 3600);
  });
});
