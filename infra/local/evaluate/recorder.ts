import type { runtime } from '@pulumi/pulumi';
import { synthesizedAnswer } from './synthesized-answer.ts';
import { synthesizedState } from './synthesized-state.ts';

/** A resource that the program declared, with what AWS would have added to it. */
export type RecordedResource = {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;
};

/** Stands in for Pulumi's engine and for AWS, and notes down what the program declares. */
export type Recorder = {
  readonly mocks: runtime.Mocks;
  readonly resources: readonly RecordedResource[];
  /** What the program asked for and nobody here knows. It is complete when the program has ended. */
  readonly problems: readonly string[];
};

/** A mock that throws leaves the program hanging, so what is wrong is noted down and left to the caller. */
export const recorder = (): Recorder => {
  const resources: RecordedResource[] = [];
  const problems: string[] = [];
  return {
    resources,
    problems,
    mocks: {
      newResource: ({ type, name, inputs, custom }) => {
        if (custom === false || type.startsWith('pulumi:')) return { id: undefined, state: {} };
        const synthesized = synthesizedState({ type, inputs });
        if (synthesized === undefined) problems.push(`nobody here knows the resource type ${type} (${name})`);
        const { id, state } = synthesized ?? { id: name, state: inputs };
        resources.push({ type, name, id, state });
        return { id, state };
      },
      call: ({ token }) => {
        const answer = synthesizedAnswer(token);
        if (answer === undefined) problems.push(`nobody here can answer ${token}`);
        return answer ?? {};
      },
    },
  };
};
