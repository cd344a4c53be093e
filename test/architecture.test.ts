import { describe, expect, it } from '@jest/globals';
import { allRules, offencesIn } from './architecture/all-rules.ts';
import { sourceModule } from './architecture/architecture-rule.ts';
import { ruleExamples } from './architecture/rule-examples.ts';
import { sourceTree } from './architecture/source-tree.ts';

describe('the architecture', () => {
  it('is kept by every file', async () => {
    const modules = await sourceTree();
    expect(modules.length).toBeGreaterThan(50);
    expect(offencesIn(modules)).toEqual([]);
  });

  it('has an example that breaks each rule', () => {
    const shown = new Set(ruleExamples.map(({ rule }) => rule));
    expect(allRules.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(ruleExamples)('says where $path breaks: $rule', ({ rule, path, broken, kept, keptPath = path }) => {
    const offences = (at: string, text: string) =>
      allRules.filter(({ name }) => name === rule).flatMap(({ offencesOf }) => [...offencesOf(sourceModule(at, text))]);
    expect(offences(path, broken)).toHaveLength(1);
    expect(offences(keptPath, kept)).toEqual([]);
  });
});
