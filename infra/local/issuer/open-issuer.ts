import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import { readIfThere } from '../read-if-there.ts';
import { writeAtomically } from '../write-atomically.ts';

export type TokenClaims = {
  readonly subject: string;
  readonly ledger: string;
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
};

export type Issuer = {
  /** The `iss` of its tokens: the issuer that the API's authorizer declares. */
  readonly url: string;
  readonly publicKey: KeyObject;
  readonly mintToken: (claims: TokenClaims) => Promise<string>;
  /** What it serves, by path: `/.well-known/openid-configuration` and `/.well-known/jwks.json`. */
  readonly documents: Readonly<Record<string, string>>;
};

export type IssuerOptions = {
  /** Keeps `issuer-key.pem` with mode 0600: the data folder. */
  readonly folder: string;
  /** The declared authorizer's `issuer`. */
  readonly url: string;
  /** The declared authorizer's `audience`. */
  readonly audience: readonly string[];
  /** Where the documents are reachable, for `jwks_uri`; `url` if absent. */
  readonly servedAt?: string;
};

/** RSA, since the JWT authorizers of API Gateway verify nothing else. */
const algorithm = 'RS256';
const modulusBits = 2048;

/**
 * The local issuer of access tokens. Its key outlives restarts, and so do its tokens. Throws where the key file is
 * damaged.
 */
export const openIssuer = async ({ folder, url, audience, servedAt }: IssuerOptions): Promise<Issuer> => {
  const privateKey = await readOrMakeKey(folder);
  const publicKey = createPublicKey(privateKey);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const base = (servedAt ?? url).replace(/\/$/, '');
  return {
    url,
    publicKey,
    mintToken: ({ subject, ledger, scopes, expiresInSeconds }) => {
      const issuedAt = Math.floor(Date.now() / 1000);
      return new SignJWT({ ledger, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setIssuer(url)
        .setAudience([...audience])
        .setSubject(subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(privateKey);
    },
    documents: {
      '/.well-known/openid-configuration': JSON.stringify({
        issuer: url,
        jwks_uri: `${base}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: [algorithm],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      }),
      '/.well-known/jwks.json': JSON.stringify({ keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] }),
    },
  };
};

const readOrMakeKey = async (folder: string): Promise<KeyObject> => {
  const path = join(folder, 'issuer-key.pem');
  const kept = await readIfThere(path);
  if (kept === undefined) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: modulusBits });
    await mkdir(folder, { recursive: true });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await writeAtomically(path, pem, { mode: 0o600, durable: true });
    return privateKey;
  }
  try {
    return createPrivateKey(kept);
  } catch (cause) {
    throw new Error(`${path} is damaged. Delete it: a new key is made, and tokens of the old one end.`, { cause });
  }
};
