import { afterEach, beforeEach } from '@jest/globals';
import { type Definition, type Saga, type Stack, saga, startStack, temporaryFolder, until } from './stack.ts';

/** For each test a folder, a saga function, and stacks on the two that are stopped afterwards. */
export const useStacks = () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let functions: Saga;
  let stacks: Stack[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
    functions = saga();
    stacks = [];
  });
  afterEach(async () => {
    await Promise.all(stacks.map((stack) => stack.stop()));
    await folder.remove();
  });
  const tokens = () => functions.calls.flatMap((call) => call.token ?? []);
  return {
    folder: () => folder.path,
    functions: () => functions,
    run: async (definition: Definition): Promise<Stack> => {
      const stack = await startStack(definition, functions.invoker, folder.path);
      stacks.push(stack);
      return stack;
    },
    end: async (stack: Stack): Promise<void> => {
      stacks = stacks.filter((other) => other !== stack);
      await stack.stop();
    },
    typesOf: async (stack: Stack, executionArn: string) =>
      (await stack.history(executionArn)).map((event) => event.type),
    /** The token of the nth task that waits. */
    nextToken: async (count = 1): Promise<string> => {
      await until(() => tokens().length >= count);
      return tokens()[count - 1] ?? '';
    },
  };
};
