import type { Json } from '../domain/shared/json.ts';

/** The command was understood and did not succeed: exit code 1. `document` is what `--json` prints of it. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly document: Json;

  constructor(message: string, document: Json = { error: message }) {
    super(message);
    this.document = document;
  }
}
