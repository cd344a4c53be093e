import { output, runtime } from '@pulumi/pulumi';
import { type RecordedResource, recorder } from './recorder.ts';

export type RecordedRun = {
  readonly resources: readonly RecordedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
};

export type RecordedRunOptions = {
  readonly stack: string;
  /** The settings of namespace `quipu`, by their names without it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Declares the resources and answers the outputs. It is called when the mock runtime is in place. */
  readonly program: () => Promise<Readonly<Record<string, unknown>>>;
};

/**
 * Runs a Pulumi program under Pulumi's mock runtime. Throws what the program throws, and an Error where it asks for
 * something that is not known here. Pulumi keeps its state in the process: one run has to end before the next begins.
 */
export const runRecorded = async ({ stack, settings, program }: RecordedRunOptions): Promise<RecordedRun> => {
  const { mocks, resources, problems } = recorder();
  await runtime.setMocks(mocks, 'quipu', stack, false);
  runtime.setAllConfig(Object.fromEntries(Object.entries(settings).map(([name, value]) => [`quipu:${name}`, value])));
  const declared = await program();
  const outputs = await new Promise<Readonly<Record<string, unknown>>>((resolve) => {
    output({ ...declared }).apply(resolve);
  });
  await runtime.disconnect();
  if (problems.length > 0) throw new Error(`The program cannot be run here: ${problems.join('; ')}.`);
  return { resources: resources.toSorted(byTypeAndName), outputs };
};

/** Pulumi registers resources as soon as what they depend on is known, which is another order in each run. */
const byTypeAndName = (one: RecordedResource, other: RecordedResource): number => {
  const [before, after] = [`${one.type} ${one.name}`, `${other.type} ${other.name}`];
  return before < after ? -1 : Number(before > after);
};
