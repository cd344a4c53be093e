import ts from 'typescript';
import { type ArchitectureRule, lineOf, nodesBelow } from './architecture-rule.ts';
import { exportsOf } from './exports-of.ts';
import { singularOf, wordsOf } from './words-of.ts';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const suffixes = /(\.(test|property|model|race|integration|e2e|engine|bench))*\.(d\.)?ts$/;
const forbiddenWords: readonly string[] = ['manager', 'helper', 'util', 'utility', 'misc'];

const stemOf = (path: string): string => (path.split('/').at(-1) ?? '').replace(suffixes, '');

export const namingRules: readonly ArchitectureRule[] = [
  {
    name: 'files and folders are in kebab-case',
    *offencesOf({ path }) {
      for (const name of [...path.split('/').slice(0, -1), stemOf(path)])
        if (!kebab.test(name)) yield `${name} is not kebab-case`;
    },
  },
  {
    name: 'a file is named after what it exports',
    *offencesOf(module) {
      const stem = stemOf(module.path);
      const exported = exportsOf(module);
      if (module.path.endsWith('.test.ts') || module.path === 'infra/index.ts' || exported.length === 0) return;
      // A file of several values is named after their theme, which no rule can check.
      const values = exported.filter(({ isValue }) => isValue);
      const [only, ...others] = values.length > 0 ? values : exported;
      if (only === undefined || others.length > 0) return;
      const words = new Set(wordsOf(stem).map(singularOf));
      const shared = exported.some(({ names }) =>
        names.some((name) => wordsOf(name).some((word) => words.has(singularOf(word)))),
      );
      if (!shared) yield `it exports ${only.names[0]}`;
    },
  },
  {
    name: 'no names that say nothing',
    *offencesOf(module) {
      for (const word of wordsOf(module.path).map(singularOf))
        if (forbiddenWords.includes(word)) yield `${word} in the file's name`;
      for (const { node, name } of declaredNamesIn(module.source))
        for (const word of wordsOf(name).map(singularOf))
          if (forbiddenWords.includes(word)) yield `${lineOf(module, node)}: ${name}`;
    },
  },
  {
    name: 'a DynamoDB transaction is called so',
    *offencesOf(module) {
      for (const { node, name } of declaredNamesIn(module.source)) {
        const words = wordsOf(name).map(singularOf);
        const at = words.indexOf('transaction');
        if (at >= 0 && !['dynamo', 'db'].includes(words[at - 1] ?? '')) yield `${lineOf(module, node)}: ${name}`;
      }
    },
  },
];

/** Every name that the file itself gives: of variables, functions, types, parameters and properties of types. */
function* declaredNamesIn(source: ts.SourceFile): Generator<{ readonly node: ts.Node; readonly name: string }> {
  for (const node of nodesBelow(source)) {
    if (!isDeclaration(node) || node.name === undefined) continue;
    if (ts.isIdentifier(node.name)) yield { node, name: node.name.text };
  }
}

const isDeclaration = (node: ts.Node): node is ts.NamedDeclaration =>
  ts.isVariableDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isPropertySignature(node) ||
  ts.isMethodDeclaration(node);
