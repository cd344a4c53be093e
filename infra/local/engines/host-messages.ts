import type { ByEngine } from './by-engine.ts';

/** What the stack tells the engine host. */
export type HostOrder = StartEngines | { readonly kind: 'stop' };

export type StartEngines = {
  readonly kind: 'start';
  /** Absent where DynamoDB is somewhere else, at an address that the user named. */
  readonly dynoxide: { readonly binary: string; readonly databaseFiles: ByEngine<string> } | undefined;
  readonly kinesis: { readonly folder: string; readonly region: string; readonly accountId: string };
  /** Takes the process ids of what was started, for a later start to find what this one left behind. */
  readonly processesFile: string;
};

/** What the engine host tells the stack. */
export type HostReport =
  | { readonly kind: 'ready'; readonly dynamodb: DynamodbAddresses | undefined; readonly kinesisUrl: string }
  /** A person reads the message. The host ends after it. */
  | { readonly kind: 'failed'; readonly message: string; readonly damaged: boolean };

export type DynamodbAddresses = {
  /** Where all tables are found. */
  readonly url: string;
  /** Where those that know which engine they want find it without a detour. */
  readonly engines: ByEngine<string>;
};
