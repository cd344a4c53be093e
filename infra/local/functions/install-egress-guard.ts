import http, { type ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import type { AccessRequest } from '../../policies/is-allowed.ts';
import { hidesMissingHeader } from '../buckets/hides-missing-header.ts';
import { parseObjectPath } from '../buckets/object-path.ts';
import { type AccessDecision, accessDecision } from './access-decision.ts';
import { type Denial, denialOf } from './denial.ts';
import { type HeldRequest, heldRequest } from './held-request.ts';
import { requestTarget } from './request-target.ts';
import type { OutgoingCall } from './requested-access.ts';
import { tableAddress } from './table-address.ts';
import type { Grants } from './worker-messages.ts';

/**
 * Checks every call to AWS that leaves this process against the function's declared IAM statements, before the call
 * reaches an engine: the engines have no IAM, and a permission that was forgotten must show here and not in the cloud.
 * It is a check on declarations, not a wall: code that opens sockets itself goes round it. Install it before the
 * function's bundle is loaded.
 */
export const installEgressGuard = (grants: Grants, onDenied: (request: AccessRequest) => void): void => {
  const decide = accessDecision(grants);
  const tables = new Map(Object.entries(grants.tables));
  const addressOf = (call: OutgoingCall): string | undefined => tableAddress(call, tables);
  const origins = new Set(Object.values(grants.endpoints).map((url) => new URL(url).host));
  const guarded = (module: typeof http | typeof https): typeof http.request => {
    const original = module.request;
    const request = (...given: readonly unknown[]): ClientRequest => {
      const target = requestTarget(given);
      const isOurs = origins.has(target.host);
      if (!isOurs && !isAws(target.hostname)) return Reflect.apply(original, undefined, given);
      const held = heldRequest({ request: original, globalAgent: module.globalAgent }, given);
      const decideHere = isOurs ? decide : () => notHere(target.hostname);
      return untilDecided(held, { decide: decideHere, addressOf, functionName: grants.functionName, onDenied });
    };
    return request;
  };
  http.request = guarded(http);
  https.request = guarded(https);
  http.get = endedAtOnce(http.request);
  https.get = endedAtOnce(https.request);
  syncBuiltinESMExports();
};

type Decided = {
  readonly decide: AccessDecision;
  /** Where a call goes that may go; undefined to where it was meant to go. */
  readonly addressOf: (call: OutgoingCall) => string | undefined;
  readonly functionName: string;
  readonly onDenied: (request: AccessRequest) => void;
};

const isAws = (hostname: string): boolean => /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(hostname);

/**
 * A service that the stack does not run does not exist here: better a denial than a call into somebody's real account.
 */
const notHere = (hostname: string): AccessRequest => ({ action: 'local:CallService', resource: hostname });

const untilDecided = (
  { request, release }: HeldRequest,
  { decide, addressOf, functionName, onDenied }: Decided,
): ClientRequest => {
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
    const call = outgoingCall(request, body);
    const refused = decide(call);
    if (refused === undefined) {
      const listing = listingOf(call);
      // Without the right to list a bucket, S3 answers 403 rather than 404 for what is not there.
      if (listing !== undefined && decide(listing) !== undefined) request.setHeader(hidesMissingHeader, 'true');
      release(addressOf(call));
      return body.length === 0 ? originalEnd() : originalEnd(body);
    }
    onDenied(refused);
    const inJson = call.target !== undefined || call.path.startsWith('/2015-03-31/');
    answer(request, denialOf(refused, { functionName, inJson }));
    return request;
  };
  return request;
};

const outgoingCall = (request: ClientRequest, body: Buffer): OutgoingCall => {
  const { method, path } = request;
  const target = request.getHeader('x-amz-target');
  return typeof target === 'string'
    ? { method, path, target, input: body.length === 0 ? {} : JSON.parse(body.toString()) }
    : { method, path, target: undefined, input: undefined };
};

const listingOf = ({ method, path, target }: OutgoingCall): OutgoingCall | undefined => {
  if (target !== undefined || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const { bucket, key } = parseObjectPath(path);
  return key === '' ? undefined : { method: 'GET', path: `/${bucket}`, target, input: undefined };
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
    // To Node this looks like a reset, which no longer concerns anybody.
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
