import { parseArgs } from 'node:util';

export type StartOptions = {
  readonly port: number;
  readonly dataFolder: string;
  readonly fresh: boolean;
  readonly json: boolean;
};

/** What `npm start` was asked for. */
export type StartRequest =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const startUsage = `Usage: npm start -- [--port N] [--data DIR] [--fresh] [--json]

Runs the whole ledger on this machine, as the Pulumi program declares it.

  --port N    the port of the HTTP API: 7070 if not said, 0 for any free one
  --data DIR  where data is kept: .quipu if not said
  --fresh     begin again: delete the data of the folder first
  --json      when ready, print one line {"url","token","pid","dataFolder"} and nothing else
  --help      this text

QUIPU_DYNOXIDE names the executable of the DynamoDB engine, QUIPU_DYNAMODB_URL any DynamoDB endpoint to use instead.
QUIPU_WITNESSES names witnesses of the audit logs, as the setting quipu:witnesses does.`;

const portMaximum = 65_535;

/** Reads the arguments after the program's name. */
export const parseStartOptions = (given: readonly string[]): StartRequest => {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        port: { type: 'string', default: '7070' },
        data: { type: 'string', default: '.quipu' },
        fresh: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= portMaximum)) return wrong(`--port takes a number from 0 to ${portMaximum}, not "${values.port}".`);
    if (values.data === '') return wrong('--data takes the path of a folder.');
    return { kind: 'start', options: { port, dataFolder: values.data, fresh: values.fresh, json: values.json } };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
};

const wrong = (message: string): StartRequest => ({ kind: 'wrong', message: `${message}\n\n${startUsage}` });
