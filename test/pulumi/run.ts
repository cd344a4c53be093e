import { delimiter, join } from 'node:path';
import { findEngine } from './find-engine.ts';
import { copyProject } from './project-copy.ts';
import { pulumiCommand } from './pulumi-command.ts';
import { showDevelopment } from './show-development.ts';
import { showProduction } from './show-production.ts';
import { startProvider } from './start-provider.ts';
import { countSteps } from './steps.ts';

/** Runs the program on the real Pulumi engine, with a stand-in for AWS, and answers whether everything held. */
const run = async (): Promise<boolean> => {
  const engine = findEngine(process.env);
  const project = await copyProject(join(import.meta.dirname, '..', '..'));
  const provider = await startProvider();
  try {
    const pulumi = pulumiCommand(join(engine, 'pulumi'), project.folder, {
      ...process.env,
      ...project.environment,
      PATH: [engine, process.env['PATH'] ?? ''].join(delimiter),
      PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`,
    });
    const { step, finish } = countSteps();
    await showDevelopment({ pulumi, project, step });
    await showProduction({ pulumi, project, step });
    return finish();
  } finally {
    provider.stop();
    await project.remove();
  }
};

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
