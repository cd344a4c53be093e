import { saga, startStack, step, until } from './stack.ts';

/** A stack that starts an execution, waits until it waits for a token, prints the token, and is then killed. */
const [folder = ''] = process.argv.slice(2);
const functions = saga();
const definition = { StartAt: 'Submit', States: { Submit: step('Submit', { End: true }, true) } };
const stack = await startStack(definition, functions.invoker, folder);
await stack.start('trf_1', { amount: '25.00' });
await until(() => functions.calls.length > 0);
console.log(functions.calls[0]?.token);
