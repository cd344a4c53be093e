import { processTerminal } from './process-terminal.ts';
import { runQuipu } from './run-quipu.ts';

process.exitCode = await runQuipu(process.argv.slice(2), processTerminal);
