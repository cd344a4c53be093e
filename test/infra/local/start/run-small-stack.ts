import { startStack } from '../../../../infra/local/start-stack.ts';
import { smallStack } from './small-stack.ts';

// A program to be killed: runs the small stack in the folder of its argument, and says where its API is and who works
// there.

const stack = await startStack({
  port: 0,
  dataFolder: process.argv[2] ?? '',
  fresh: false,
  log: () => undefined,
  environment: process.env,
  evaluate: smallStack,
});
await stack.services.invoker.invoke('pages', { routeKey: 'GET', pathParameters: { id: 'none' } });
console.log(JSON.stringify({ url: stack.url, token: stack.token, workers: stack.services.invoker.processIds() }));
