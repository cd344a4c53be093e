import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { DeclaredApi } from '../declared-stack.ts';
import type { Issuer } from '../issuer/open-issuer.ts';

/** What a verified token says, in the form in which API Gateway hands it to the function: every claim as text. */
export type Caller = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
  /** Seconds since 1970. */
  readonly expiresAt: number;
};

export type Refusal = { readonly status: 401 | 403; readonly challenge: string };

export type Access = { readonly caller: Caller } | { readonly refusal: Refusal };

/** Answers at once for a token it has seen; `authorization` is the header. */
export type Authorizer = (authorization: string | undefined, scopes: readonly string[]) => Access | Promise<Access>;

/** API Gateway's JWT authorizers take RSA signatures only. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const cachedTokensMaximum = 10_000;
const bearer = /^bearer\s+/i;

/** The declared JWT authorizer: signature, issuer, audience, times and, for each route, one of its scopes. */
export const jwtAuthorizer = (declared: DeclaredApi['authorizer'], issuer: Issuer | undefined): Authorizer => {
  const key = issuer === undefined ? remoteKeys(declared.issuer) : async () => issuer.publicKey;
  const verified = new Map<string, Caller>();
  const verify = async (token: string, scopes: readonly string[]): Promise<Access> => {
    const caller = await callerOf(token, key, declared);
    if (typeof caller === 'string') {
      return { refusal: invalidToken(caller) };
    }
    if (verified.size >= cachedTokensMaximum) {
      const [oldest] = verified.keys();
      verified.delete(oldest ?? '');
    }
    verified.set(token, caller);
    return withScope(caller, scopes);
  };
  return (authorization, scopes) => {
    const token = (authorization ?? '').replace(bearer, '').trim();
    if (token === '') {
      return { refusal: { status: 401, challenge: 'Bearer' } };
    }
    const caller = verified.get(token);
    if (caller === undefined) {
      return verify(token, scopes);
    }
    if (caller.expiresAt <= Date.now() / 1000) {
      verified.delete(token);
      return { refusal: invalidToken('the token has expired') };
    }
    return withScope(caller, scopes);
  };
};

const remoteKeys = (issuer: string): JWTVerifyGetKey => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri } = (await answer.json()) as { readonly jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return async (header, token) => {
    keys ??= discover().catch((error) => {
      keys = undefined;
      throw error;
    });
    return (await keys)(header, token);
  };
};

/** The caller, or in words why the token is not valid. */
const callerOf = async (
  token: string,
  key: JWTVerifyGetKey | (() => Promise<Issuer['publicKey']>),
  declared: DeclaredApi['authorizer'],
): Promise<Caller | string> => {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: declared.issuer,
      algorithms,
      requiredClaims: ['exp'],
    });
    return isForAudience(payload, declared.audience)
      ? { claims: asText(payload), scopes: scopesOf(payload), expiresAt: payload.exp ?? 0 }
      : 'the token is for another audience';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** `client_id` stands in where there is no `aud`, as in the access tokens of Cognito. */
const isForAudience = (payload: JWTPayload, audience: readonly string[]): boolean =>
  [payload.aud ?? payload['client_id']].flat().some((one) => typeof one === 'string' && audience.includes(one));

const scopesOf = (payload: JWTPayload): readonly string[] | null => {
  const scope = payload['scope'] ?? payload['scp'];
  if (typeof scope === 'string') {
    return scope.split(' ').filter((one) => one !== '');
  }
  return Array.isArray(scope) ? scope.map(String) : null;
};

const asText = (payload: JWTPayload): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );

const withScope = (caller: Caller, scopes: readonly string[]): Access => {
  if (scopes.length === 0 || scopes.some((scope) => caller.scopes?.includes(scope) === true)) {
    return { caller };
  }
  const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
  return { refusal: { status: 403, challenge } };
};

const invalidToken = (description: string): Refusal => ({
  status: 401,
  challenge: `Bearer scope="" error="invalid_token" error_description="${description.replace(/[^\x20-\x7e]|"/g, "'")}"`,
});
