/** What the stack tells the engine host. */
export type HostOrder = StartEngines | { readonly kind: 'stop' };

export type StartEngines = {
  readonly kind: 'start';
  /** Absent where DynamoDB is somewhere else, at an address that the user named. */
  readonly dynoxide: { readonly binary: string; readonly databaseFile: string } | undefined;
  readonly kinesis: { readonly folder: string; readonly region: string; readonly accountId: string };
  /** Takes the process ids of what was started, for a later start to find what this one left behind. */
  readonly processesFile: string;
};

/** What the engine host tells the stack. */
export type HostReport =
  | { readonly kind: 'ready'; readonly dynamodbUrl: string | undefined; readonly kinesisUrl: string }
  /** A person reads the message. The host ends after it. */
  | { readonly kind: 'failed'; readonly message: string; readonly damaged: boolean };
