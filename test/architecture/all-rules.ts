import { appendOnlyRules } from './append-only-rules.ts';
import type { ArchitectureRule, SourceModule } from './architecture-rule.ts';
import { importRules } from './import-rules.ts';
import { languageRules } from './language-rules.ts';
import { namingRules } from './naming-rules.ts';
import { purityRules } from './purity-rules.ts';
import { sizeRules } from './size-rules.ts';

export const allRules: readonly ArchitectureRule[] = [
  ...importRules,
  ...purityRules,
  ...appendOnlyRules,
  ...namingRules,
  ...sizeRules,
  ...languageRules,
];

/** Every offence of every file against every rule, as `path: rule: what`. */
export const offencesIn = (modules: readonly SourceModule[]): readonly string[] =>
  modules.flatMap((module) =>
    allRules.flatMap(({ name, offencesOf }) =>
      [...offencesOf(module)].map((offence) => `${module.path}: ${name}: ${offence}`),
    ),
  );
