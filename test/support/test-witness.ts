import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { provesConsistency } from '../domain/audit/log/reference-tree.ts';

/*
 * A witness that behaves by C2SP tlog-witness, and shares no code with what it watches: it reads the request, checks
 * the log's signature and the consistency proof itself, and remembers the newest checkpoint of each log.
 */

type Seen = { readonly size: number; readonly root: string };

export type TestWitness = {
  readonly url: string;
  readonly verifierKey: string;
  /** What was asked of it: the status of each answer. */
  readonly statuses: number[];
  readonly seen: Map<string, Seen>;
  /** How it answers instead of as it should; as it should where undefined. */
  misbehaviour: 'forges' | 'isAway' | 'signsAnother' | 'hangs' | undefined;
  readonly stop: () => Promise<void>;
};

export type WitnessOptions = {
  readonly name?: string;
  readonly seed?: number;
  /** The origins it knows, each with the verifier keys that it trusts for it. */
  readonly logs: () => Promise<ReadonlyMap<string, readonly string[]>>;
};

const privateKeyOf = (seed: number) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  });

const rawOf = (key: ReturnType<typeof createPublicKey>): Buffer =>
  Buffer.from(key.export({ format: 'der', type: 'spki' })).subarray(-32);

const sha256 = async (bytes: Uint8Array): Promise<Buffer> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

const keyIdOf = async (name: string, type: number, publicKey: Uint8Array): Promise<Buffer> =>
  (await sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]))).subarray(0, 4);

export const startWitness = async ({
  name = 'witness.test/w1',
  seed = 200,
  logs,
}: WitnessOptions): Promise<TestWitness> => {
  const key = privateKeyOf(seed);
  const publicKey = rawOf(createPublicKey(key));
  const keyId = await keyIdOf(name, 4, publicKey);
  const server = createServer(async (request, response) => {
    if (witness.misbehaviour === 'hangs') return;
    const { status, type = 'text/plain', body = '' } = await answerTo(request);
    witness.statuses.push(status);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    if (witness.misbehaviour === 'isAway') return { status: 503 };
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.method !== 'POST' || request.url !== '/w/add-checkpoint') return { status: 405 };
    const asked = readRequest(Buffer.concat(parts).toString('utf8'));
    if (asked === undefined) return { status: 400 };
    const refused = await refusalOf(asked, await logs(), witness.seen);
    if (refused !== undefined) return refused;
    witness.seen.set(asked.origin, { size: asked.size, root: asked.root });
    return { status: 200, body: cosignature(asked.text) };
  };

  const cosignature = (text: string): string => {
    const time = 1_764_000_000n;
    const signed = witness.misbehaviour === 'signsAnother' ? text.replace(/\n(\d+)\n/, '\n1$1\n') : text;
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${signed}`), key);
    if (witness.misbehaviour === 'forges') signature[0] = (signature[0] ?? 0) ^ 1;
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(time);
    const line = (whose: string, id: Uint8Array): string =>
      `— ${whose} ${Buffer.concat([id, seconds, signature]).toString('base64')}\n`;
    // Signatures by keys that the client does not know have to be ignored.
    return `${line('witness.test/other', Buffer.of(1, 2, 3, 4))}${line(name, keyId)}`;
  };

  const witness: TestWitness = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/w`,
    verifierKey: `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(4), publicKey]).toString('base64')}`,
    statuses: [],
    seen: new Map(),
    misbehaviour: undefined,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return witness;
};

type Answer = { readonly status: number; readonly type?: string; readonly body?: string };

type Asked = Seen & {
  readonly old: number;
  readonly proof: readonly string[];
  readonly text: string;
  readonly origin: string;
  readonly signatures: readonly string[];
};

const readRequest = (body: string): Asked | undefined => {
  const [, old, hashes = '', text = '', signatures = ''] =
    /^old (0|[1-9]\d*)\n((?:[A-Za-z0-9+/]{43}=\n)*)\n((?:[^\n]+\n)+)\n((?:— [^\n]+\n)+)$/.exec(body) ?? [];
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (old === undefined || !/^(0|[1-9]\d*)$/.test(size) || Number(old) > Number(size)) return undefined;
  const proof = hashes.split('\n').slice(0, -1);
  if (proof.length > 63) return undefined;
  return {
    ...{ old: Number(old), size: Number(size), text, origin },
    root: Buffer.from(root, 'base64').toString('hex'),
    proof: proof.map((hash) => Buffer.from(hash, 'base64').toString('hex')),
    signatures: signatures.split('\n').slice(0, -1),
  };
};

const refusalOf = async (
  { origin, text, signatures, old, size, root, proof }: Asked,
  logs: ReadonlyMap<string, readonly string[]>,
  seen: ReadonlyMap<string, Seen>,
): Promise<Answer | undefined> => {
  const keys = logs.get(origin);
  if (keys === undefined) return { status: 404 };
  if (!keys.some((key) => signatures.some((line) => isSigned(text, line, key)))) return { status: 403 };
  const latest = seen.get(origin) ?? { size: 0, root: '' };
  if (old !== latest.size) return { status: 409, type: 'text/x.tlog.size', body: `${latest.size}\n` };
  if (old === size && old > 0 && root !== latest.root) return { status: 409 };
  const claim = { first: old, second: size, proof, firstRoot: latest.root, secondRoot: root };
  return provesConsistency(claim) ? undefined : { status: 422 };
};

const isSigned = (text: string, line: string, verifierKey: string): boolean => {
  const [, name, keyId, encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey.trim()) ?? [];
  const [, signer, blob = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = Buffer.from(blob, 'base64');
  if (signer !== name || bytes.subarray(0, 4).toString('hex') !== keyId) return false;
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(encoded, 'base64').subarray(1),
  ]);
  return verify(null, Buffer.from(text), createPublicKey({ key: der, format: 'der', type: 'spki' }), bytes.subarray(4));
};
