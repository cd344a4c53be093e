import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { CommandFailed } from '../command-failed.ts';
import { nothingRuns } from './find-connection.ts';
import { readStackFile } from './read-stack-file.ts';

export type WantedToken = {
  readonly subject: string;
  /** The running stack's default where absent. */
  readonly ledger?: string;
  /** All that the stack's default token has where absent. */
  readonly scopes?: readonly string[];
};

const validSeconds = 12 * 60 * 60;

/**
 * A token of the running local stack's issuer for somebody else than its default token is for, valid for 12 hours. It
 * is signed with the key in the data folder, which only its owner can read. Throws CommandFailed where no stack runs.
 */
export const mintLocalToken = async (dataFolder: string, { subject, ledger, scopes }: WantedToken): Promise<string> => {
  const stack = await readStackFile(dataFolder);
  if (stack === undefined) throw new CommandFailed(nothingRuns(dataFolder));
  const { iss = '', aud = [], ...claims } = decodeJwt<{ readonly ledger: string; readonly scope: string }>(stack.token);
  const { alg = '', kid = '' } = decodeProtectedHeader(stack.token);
  const key = createPrivateKey(await readFile(join(dataFolder, 'issuer-key.pem')));
  const issuedAt = Math.floor(Date.now() / 1_000);
  return new SignJWT({ ledger: ledger ?? claims.ledger, scope: scopes?.join(' ') ?? claims.scope })
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + validSeconds)
    .sign(key);
};
