import type { DeclaredStack } from './declared-stack.ts';
import { readDeclaredStack } from './evaluate/read-declared-stack.ts';
import { runRecorded } from './evaluate/run-recorded.ts';

export type EvaluationOptions = {
  readonly stack: string;
  /** The address of the issuer whose tokens the API takes. */
  readonly jwtIssuer: string;
  readonly jwtAudience: string;
  /** Further settings of namespace `quipu`, by their names without it. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * Evaluates the program that `pulumi up` runs, and answers what it declares. Only once in a process: a program is a
 * module, and a module is loaded once. Throws an Error where the local stack could not run what is declared.
 */
export const evaluateProgram = async (options: EvaluationOptions): Promise<DeclaredStack> => {
  const { stack, jwtIssuer, jwtAudience, settings } = options;
  const { resources, outputs } = await runRecorded({
    stack,
    settings: { ...onThisMachine, jwtIssuer, jwtAudience, ...settings },
    program: () => import('../index.ts'),
  });
  return readDeclaredStack(resources, { stack, outputs });
};

/** What differs from the cloud: nothing here has to be kept from being destroyed, and there is nobody to be paged. */
const onThisMachine = { protect: 'false', alarms: 'false', rail: 'simulated', factRetentionHours: '24' };
