import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../../domain/shared/json.ts';
import { isJsonObject } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';
import type { Terminal } from '../terminal.ts';
import { nothingRuns } from './find-connection.ts';
import { type RunningStack, readStackFile } from './read-stack-file.ts';

/** The tables, stream and buckets of a stack: by their names, and where they are if that is not AWS itself. */
export type StackResources = Pick<RunningStack, 'endpoints'> & {
  readonly region: string | undefined;
  readonly outputs: JsonObject;
};

/**
 * The deployed stack whose outputs the file in QUIPU_OUTPUTS holds (`pulumi stack output --json`), else the running
 * local one. Throws CommandFailed where there is neither.
 */
export const findResources = async (
  environment: Terminal['environment'],
  dataFolder: string,
): Promise<StackResources> => {
  const file = environment['QUIPU_OUTPUTS'];
  if (file !== undefined && file !== '')
    return { region: environment['AWS_REGION'], endpoints: {}, outputs: await readOutputs(file) };
  const stack = await readStackFile(dataFolder);
  if (stack === undefined)
    throw new CommandFailed(
      `${nothingRuns(dataFolder)} This command reads tables and buckets: for a deployed stack, name a file with its ` +
        'outputs (`pulumi stack output --json`) in QUIPU_OUTPUTS.',
    );
  return stack;
};

const readOutputs = async (file: string): Promise<JsonObject> => {
  try {
    const outputs = JSON.parse(await readFile(file, 'utf8'));
    if (isJsonObject(outputs)) return outputs;
  } catch (cause) {
    throw new CommandFailed(`${file}, named by QUIPU_OUTPUTS, cannot be read: ${String(cause)}`);
  }
  throw new CommandFailed(`${file}, named by QUIPU_OUTPUTS, holds no JSON object.`);
};
