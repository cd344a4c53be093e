import http, { type ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import type { AccessRequest } from '../../policies/is-allowed.ts';
import { hidesMissingHeader } from '../buckets/hides-missing-header.ts';
import { parseObjectPath } from '../buckets/object-path.ts';
import { accessDecision } from './access-decision.ts';
import { type Denial, denialOf } from './denial.ts';
import { requestTarget } from './request-target.ts';
import type { OutgoingCall } from './requested-access.ts';
import type { Grants } from './worker-messages.ts';

/**
 * Checks every call to AWS that leaves this process against the function's declared IAM statements, before the call
 * reaches an engine: the engines have no IAM, and a permission that was forgotten must show here and not in the cloud.
 * It is a check on declarations, not a wall: code that opens sockets itself goes round it. Install it before the
 * function's bundle is loaded.
 */
export const installEgressGuard = (grants: Grants, onDenied: (request: AccessRequest) => void): void => {
  const decide = accessDecision(grants);
  const origins = new Set(Object.values(grants.endpoints).map((url) => new URL(url).host));
  const guarded = (original: typeof http.request): typeof http.request => {
    const request = (...given: readonly unknown[]): ClientRequest => {
      const target = requestTarget(given);
      const sent: ClientRequest = Reflect.apply(original, undefined, given);
      if (origins.has(target.host)) heldUntilDecided(sent, decide, { grants, onDenied });
      else if (isAws(target.hostname)) heldUntilDecided(sent, () => notHere(target.hostname), { grants, onDenied });
      return sent;
    };
    return request;
  };
  http.request = guarded(http.request);
  https.request = guarded(https.request);
  http.get = endedAtOnce(http.request);
  https.get = endedAtOnce(https.request);
  syncBuiltinESMExports();
};

type Decided = { readonly grants: Grants; readonly onDenied: (request: AccessRequest) => void };

const isAws = (hostname: string): boolean => /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(hostname);

/**
 * A service that the stack does not run does not exist here: better a denial than a call into somebody's real account.
 */
const notHere = (hostname: string): AccessRequest => ({ action: 'local:CallService', resource: hostname });

// Node sends the head with the first part of the body, so a request whose parts are kept back has not left yet.
const heldUntilDecided = (
  request: ClientRequest,
  decide: ReturnType<typeof accessDecision>,
  { grants, onDenied }: Decided,
): void => {
  const kept: Buffer[] = [];
  const originalEnd = request.end.bind(request);
  request.write = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    kept.push(bytesOf(chunk));
    const done = rest.find((argument) => typeof argument === 'function');
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  request.end = (chunk?: unknown): ClientRequest => {
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') kept.push(bytesOf(chunk));
    const [only] = kept;
    const body = kept.length === 1 && only !== undefined ? only : Buffer.concat(kept);
    const target = request.getHeader('x-amz-target');
    const call = {
      method: request.method,
      path: request.path,
      target: typeof target === 'string' ? target : undefined,
      body: typeof target === 'string' ? body.toString() : '',
    };
    const refused = decide(call);
    if (refused === undefined) {
      const listing = listingOf(call);
      // Without the right to list a bucket, S3 answers 403 rather than 404 for what is not there.
      if (listing !== undefined && decide(listing) !== undefined) request.setHeader(hidesMissingHeader, 'true');
      return body.length === 0 ? originalEnd() : originalEnd(body);
    }
    onDenied(refused);
    const inJson = call.target !== undefined || call.path.startsWith('/2015-03-31/');
    answer(request, denialOf(refused, { functionName: grants.functionName, inJson }));
    return request;
  };
};

const listingOf = ({ method, path, target }: OutgoingCall): OutgoingCall | undefined => {
  if (target !== undefined || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const { bucket, key } = parseObjectPath(path);
  return key === '' ? undefined : { method: 'GET', path: `/${bucket}`, target, body: '' };
};

const bytesOf = (chunk: unknown): Buffer => {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError('A request takes text or bytes');
};

const answer = (request: ClientRequest, { statusCode, headers, body }: Denial): void => {
  const response = new IncomingMessage(new Socket());
  response.statusCode = statusCode;
  Object.assign(response.headers, headers);
  response.complete = true;
  response.push(body);
  response.push(null);
  process.nextTick(() => {
    request.emit('response', response);
    // The connection it had been given goes; that this looks like a reset no longer concerns anybody.
    request.on('error', () => undefined);
    request.destroy();
  });
};

const endedAtOnce =
  (request: typeof http.request): typeof http.get =>
  (...given: readonly unknown[]): ClientRequest => {
    const sent: ClientRequest = Reflect.apply(request, undefined, given);
    sent.end();
    return sent;
  };
