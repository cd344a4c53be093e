import type { DeclaredFunction } from '../../../../infra/local/declared-stack.ts';
import { type FunctionInvoker, functionInvoker } from '../../../../infra/local/functions/function-invoker.ts';
import { bundle, declaredFunction, temporaryFolder } from '../start/small-stack.ts';

/** Where nothing answers. */
export const nowhere = 'http://127.0.0.1:1';

const endpoints = { dynamodb: nowhere, kinesis: nowhere, sfn: nowhere, s3: nowhere, lambda: nowhere };

export type InvokersOfTest = {
  readonly invokerOf: (functions: readonly DeclaredFunction[]) => FunctionInvoker;
  /** An invoker of one function, called `one`, with the source of its bundle. */
  readonly one: (source: string, more?: Partial<DeclaredFunction>) => Promise<FunctionInvoker>;
  readonly logsFolder: string;
  readonly stopAll: () => Promise<void>;
};

/** Makes invokers of functions that are written in the test, and stops them after it. */
export const invokersOfTest = (): InvokersOfTest => {
  const invokers: FunctionInvoker[] = [];
  const logsFolder = temporaryFolder();
  const invokerOf = (functions: readonly DeclaredFunction[]): FunctionInvoker => {
    const invoker = functionInvoker({
      functions,
      machines: [],
      background: new Set(),
      location: { region: 'eu-central-1', accountId: '123456789012' },
      endpoints: () => endpoints,
      tables: {},
      logsFolder,
      log: () => undefined,
    });
    invokers.push(invoker);
    return invoker;
  };
  return {
    invokerOf,
    one: async (source, more = {}) => invokerOf([declaredFunction('one', await bundle(source), more)]),
    logsFolder,
    stopAll: async () => {
      for (const invoker of invokers.splice(0)) await invoker.stop();
    },
  };
};
