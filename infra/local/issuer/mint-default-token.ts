import type { DeclaredApi } from '../declared-stack.ts';
import type { Issuer } from './open-issuer.ts';

const validSeconds = 12 * 60 * 60;

/** The token that `npm start` prints: `local-developer` in ledger `main`, with every scope that any route asks for. */
export const mintDefaultToken = (issuer: Issuer, api: DeclaredApi): Promise<string> =>
  issuer.mintToken({
    subject: 'local-developer',
    ledger: 'main',
    scopes: [...new Set(api.routes.flatMap((route) => route.scopes ?? []))].sort(),
    expiresInSeconds: validSeconds,
  });
