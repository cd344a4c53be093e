import type * as z from 'zod';
import type { RecordedResource } from './recorder.ts';

/** What a reader makes of one resource: its properties in the shape that was asked for, and its name in the program. */
export type ReadResource<State> = { readonly name: string; readonly state: State };

/** The resources of one type, in the order they were declared. Throws an Error that names what it cannot understand. */
export type ResourceReader = {
  readonly all: <State>(type: string, shape: z.ZodType<State>) => readonly ReadResource<State>[];
  /** The types that nobody has asked for. */
  readonly unread: () => readonly string[];
};

export const resourceReader = (resources: readonly RecordedResource[]): ResourceReader => {
  const asked = new Set<string>();
  return {
    all: (type, shape) => {
      asked.add(type);
      return resources.filter((resource) => resource.type === type).map((resource) => parsed(resource, shape));
    },
    unread: () => [...new Set(resources.map(({ type }) => type))].filter((type) => !asked.has(type)),
  };
};

const parsed = <State>({ type, name, state, id }: RecordedResource, shape: z.ZodType<State>): ReadResource<State> => {
  const result = shape.safeParse({ ...state, id });
  if (result.success) return { name, state: result.data };
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`The local stack cannot run ${name} (${type}) as it is declared. ${problems}`);
};
