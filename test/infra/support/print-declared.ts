import { parseConfiguration } from '../../../infra/configuration.ts';
import { declareQuipu } from '../../../infra/declare-quipu.ts';
import { runRecorded } from '../../../infra/local/evaluate/run-recorded.ts';

/** The functions that have a bundle here. Its folder holds none: what a function does is not looked at here. */
const functionNames = ['api', 'audit', 'auditor', 'balance', 'bank', 'fraud', 'relay', 'saga', 'sweeper', 'trail'];

const bundles = Object.fromEntries(functionNames.map((name) => [name, import.meta.dirname]));

/** Prints, as JSON, what the program declares for the stack and the settings that are given as arguments. */
const [stack = '', settings = '{}'] = process.argv.slice(2);
const { resources, outputs } = await runRecorded({
  stack,
  settings: {},
  program: async () => ({ ...declareQuipu(parseConfiguration(stack, JSON.parse(settings)), bundles) }),
});
/** An archive does not survive being printed; the folder that it is made of does. */
const plain = resources.map(({ state, ...resource }) => ({
  ...resource,
  state: 'code' in state ? { ...state, code: { path: import.meta.dirname } } : state,
}));
process.stdout.write(JSON.stringify({ resources: plain, outputs }));
