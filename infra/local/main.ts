import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { noWitnesses } from '../../domain/audit/log/witness.ts';
import { startGreeting } from './start-greeting.ts';
import { parseStartOptions, type StartOptions, startUsage } from './start-options.ts';
import { StartRefused } from './start-refused.ts';
import type { RunningStack } from './start-stack.ts';

// The program behind `npm start`.

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const localStackName = 'local';

/** In the data folder; the audit function makes it, and only this user can read it. */
const signingKeyFileName = 'audit-log.pem';

/** There too; the API function makes it. */
const wrappingKeyFileName = 'subject-keys.secret';

const run = async ({ port, dataFolder, fresh, json }: StartOptions): Promise<void> => {
  // Loaded only now: the Pulumi SDK takes a second, and a wrong flag is to be told at once.
  const [{ startStack }, { evaluateProgram }] = await Promise.all([
    import('./start-stack.ts'),
    import('./evaluate-program.ts'),
  ]);
  const stack = await startStack({
    port,
    dataFolder,
    fresh,
    log: say,
    environment: process.env,
    evaluate: (jwtIssuer) =>
      evaluateProgram({
        stack: localStackName,
        jwtIssuer,
        jwtAudience: 'quipu',
        settings: {
          signingKeyFile: pathToFileURL(resolve(dataFolder, signingKeyFileName)).href.replaceAll(',', '%2C'),
          wrappingKeyFile: pathToFileURL(resolve(dataFolder, wrappingKeyFileName)).href,
          witnesses: process.env['QUIPU_WITNESSES'] ?? noWitnesses,
        },
      }),
  });
  stopWhenAsked(stack);
  const { url, token } = stack;
  if (json) console.log(JSON.stringify({ url, token, pid: process.pid, dataFolder: stack.dataFolder }));
  else console.log(startGreeting(stack, new Date().toISOString().slice(0, 10)));
  say(await stack.failed);
  await stack.stop();
  process.exit(1);
};

const interruptedExitCode = 130;

/** npm passes a Ctrl-C on that the terminal has sent here already, so one that follows at once is the same one. */
const echoMilliseconds = 500;

const stopWhenAsked = (stack: RunningStack): void => {
  let askedAt: number | undefined;
  const stop = async (): Promise<void> => {
    if (askedAt !== undefined) {
      // Engines and functions end with this process, however it ends.
      if (performance.now() - askedAt > echoMilliseconds) process.exit(interruptedExitCode);
      return;
    }
    askedAt = performance.now();
    say('Stopping; once more to stop without waiting');
    await stack.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
};

const request = parseStartOptions(process.argv.slice(2));
if (request.kind === 'help') console.log(startUsage);
else if (request.kind === 'wrong') {
  say(request.message);
  process.exitCode = 2;
} else
  run(request.options).catch((error) => {
    say(error instanceof StartRefused ? error.message : `The local stack could not start: ${error?.stack ?? error}`);
    process.exit(1);
  });
