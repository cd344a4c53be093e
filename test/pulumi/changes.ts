import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Pulumi } from './pulumi-command.ts';

/** What the first `pulumi up` would do, each as `create type name`. */
export const plannedChanges = async (pulumi: Pulumi, stack: string): Promise<readonly string[]> => {
  const { succeeded, output, everything } = await pulumi('preview', '--stack', stack, '--json');
  assert.ok(succeeded, everything);
  return changesIn(planShape.parse(JSON.parse(output)).steps);
};

/**
 * Runs `pulumi up`, and answers what it did, each as `update type name`. A preview is no judge of this: the stand-in
 * does not say what an update will leave as it is, so everything that depends on it looks changed.
 */
export const appliedChanges = async (pulumi: Pulumi, stack: string): Promise<readonly string[]> => {
  const { succeeded, output, everything } = await pulumi('up', '--stack', stack, '--yes', '--skip-preview', '--json');
  assert.ok(succeeded, everything);
  const events = output.split('\n').filter((line) => line.startsWith('{'));
  return changesIn(events.flatMap((line) => eventShape.parse(JSON.parse(line)).resourcePreEvent?.metadata ?? []));
};

/** `urn:pulumi:stack::project::parent$type::name` becomes `type name`. */
export const nameOf = (urn: string): string => {
  const [, , types = '', name = ''] = urn.split('::');
  return `${types.split('$').at(-1)} ${name}`;
};

type Step = z.infer<typeof stepShape>;

const changesIn = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ op }) => op !== 'same')
    .map(({ op, urn }) => `${op} ${nameOf(urn)}`)
    .toSorted();

const stepShape = z.object({ op: z.string(), urn: z.string() });
const planShape = z.object({ steps: z.array(stepShape) });
const eventShape = z.object({ resourcePreEvent: z.object({ metadata: stepShape }).optional() });
