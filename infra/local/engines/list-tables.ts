import type { IncomingMessage } from 'node:http';
import { isObject } from '../is-object.ts';
import type { ByEngine, EngineName } from './by-engine.ts';
import type { Upstream, UpstreamCall } from './upstream.ts';

/** DynamoDB's own, where a call names none. */
const limitDefault = 100;

type Listed = { readonly names: readonly string[]; readonly isCut: boolean };

/** The tables that each engine has. */
export const knownTables = async (upstreams: ByEngine<Upstream>): Promise<Map<string, EngineName>> => {
  const [withStream, withoutStream] = await Promise.all([
    allTables(upstreams.withStream),
    allTables(upstreams.withoutStream),
  ]);
  return new Map<string, EngineName>([
    ...withoutStream.map((name) => [name, 'withoutStream'] as const),
    ...withStream.map((name) => [name, 'withStream'] as const),
  ]);
};

const allTables = async (upstream: Upstream): Promise<readonly string[]> => {
  const all: string[] = [];
  for (;;) {
    const start = all.at(-1);
    const input = start === undefined ? {} : { ExclusiveStartTableName: start };
    const answer = await readAnswer(await upstream.send(listTablesCall(input)));
    if (answer.status !== 200) throw new Error(`The DynamoDB engine does not list its tables: ${answer.body}`);
    const { names, isCut } = parseListed(answer.body);
    all.push(...names);
    if (!isCut || names.length === 0) return all;
  }
};

const listTablesCall = (input: unknown): UpstreamCall => ({
  method: 'POST',
  path: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    // The engine wants to see a signature, and does not check it.
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: Buffer.from(JSON.stringify(input)),
});

export type WholeAnswer = { readonly status: number; readonly body: string };

/** Asks both engines the same and answers as one engine would; what one of them refuses is refused. */
export const listTables = async (upstreams: ByEngine<Upstream>, call: UpstreamCall): Promise<WholeAnswer> => {
  const asked = [upstreams.withStream, upstreams.withoutStream].map(async ({ send }) => readAnswer(await send(call)));
  const answers = await Promise.all(asked);
  const refused = answers.find(({ status }) => status !== 200);
  if (refused !== undefined) return refused;
  const { names, isCut } = merged(
    answers.map(({ body }) => parseListed(body)),
    limitOf(call.body),
  );
  const LastEvaluatedTableName = isCut ? names.at(-1) : undefined;
  return { status: 200, body: JSON.stringify({ TableNames: names, LastEvaluatedTableName }) };
};

const merged = (lists: readonly Listed[], limit: number): Listed => {
  const all = lists.flatMap(({ names }) => names).sort((one, other) => (one < other ? -1 : 1));
  return { names: all.slice(0, limit), isCut: all.length > limit || lists.some(({ isCut }) => isCut) };
};

const readAnswer = async (answer: IncomingMessage): Promise<WholeAnswer> => {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  return { status: answer.statusCode ?? 500, body: Buffer.concat(parts).toString() };
};

const parseListed = (body: string): Listed => {
  const listed: unknown = JSON.parse(body);
  const names = isObject(listed) && Array.isArray(listed['TableNames']) ? listed['TableNames'].map(String) : [];
  return { names, isCut: isObject(listed) && typeof listed['LastEvaluatedTableName'] === 'string' };
};

const limitOf = (body: Buffer): number => {
  const input: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  const limit = isObject(input) ? input['Limit'] : undefined;
  return typeof limit === 'number' ? limit : limitDefault;
};
