import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isObject } from '../../../../infra/local/is-object.ts';
import { listen } from '../../../../infra/local/listen.ts';

export type FakeCall = {
  readonly operation: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
};

export type FakeEngine = {
  readonly url: string;
  /** What it was called with, the ListTables of the front's start included. */
  readonly calls: FakeCall[];
  /** The tables that it lists, in order. */
  readonly tables: string[];
  /** Answers in place of the engine what is no ListTables. */
  answer: (response: ServerResponse, call: FakeCall) => void;
  readonly stop: () => Promise<void>;
};

/** In the place of a DynamoDB engine, a server that lists tables and notes what arrives. */
export const startFakeEngine = async (tables: readonly string[]): Promise<FakeEngine> => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const call = { operation, body, headers: request.headers };
    engine.calls.push(call);
    if (operation === 'ListTables') response.end(JSON.stringify(listed(engine.tables, JSON.parse(body))));
    else engine.answer(response, call);
  });
  const { url, stop } = await listen(server);
  const engine: FakeEngine = {
    url,
    calls: [],
    tables: [...tables],
    answer: (response) => response.end('{}'),
    stop: async () => {
      server.closeAllConnections();
      await stop();
    },
  };
  return engine;
};

const listed = (tables: readonly string[], input: unknown) => {
  const { ExclusiveStartTableName: start = '', Limit = 100 } = isObject(input) ? input : {};
  const after = tables.filter((name) => name > String(start));
  const TableNames = after.slice(0, Number(Limit));
  return TableNames.length < after.length ? { TableNames, LastEvaluatedTableName: TableNames.at(-1) } : { TableNames };
};
