import ts from 'typescript';
import { type ArchitectureRule, nodesBelow, type SourceModule } from './architecture-rule.ts';

const fileLinesMaximum = 200;
const functionLinesMaximum = 40;
const columnsMaximum = 120;

export const sizeRules: readonly ArchitectureRule[] = [
  {
    name: `a file has at most ${fileLinesMaximum} lines`,
    *offencesOf({ text }) {
      const count = text.replace(/\n$/, '').split('\n').length;
      if (count > fileLinesMaximum) yield `${count} lines`;
    },
  },
  {
    // The formatter keeps code within them wherever code can be broken; it leaves comments as they are.
    name: `a comment has at most ${columnsMaximum} columns`,
    *offencesOf({ text }) {
      for (const [index, line] of text.split('\n').entries())
        if (/^\s*(\/\/|\/?\*)/.test(line) && [...line].length > columnsMaximum)
          yield `line ${index + 1}: ${[...line].length} columns`;
    },
  },
  {
    name: `a function has at most ${functionLinesMaximum} lines of its own`,
    *offencesOf(module) {
      for (const node of nodesBelow(module.source)) {
        if (!isFunction(node) || isSuite(node, module)) continue;
        const lines = ownLinesOf(node, module);
        if (lines > functionLinesMaximum) yield `${nameOf(node, module)}: ${lines} lines`;
      }
    },
  },
];

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  (ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)) &&
  node.body !== undefined;

/** A suite is a list of tests, each of which counts for itself. */
const isSuite = ({ parent }: ts.Node, { source }: SourceModule): boolean =>
  ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText(source));

/** The lines that a function spans, less those in the middle of functions within it: those count for themselves. */
const ownLinesOf = (node: ts.Node, module: SourceModule): number => {
  const [first, last] = spanOf(node, module);
  const inner = outermostFunctionsIn(node).map((nested) => spanOf(nested, module));
  const elsewhere = new Set<number>();
  for (const [begin, end] of inner) for (let line = begin + 1; line < end; line += 1) elsewhere.add(line);
  return last - first + 1 - elsewhere.size;
};

const outermostFunctionsIn = (node: ts.Node): readonly ts.Node[] => {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...(isFunction(child) ? [child] : outermostFunctionsIn(child)));
  });
  return found;
};

const spanOf = (node: ts.Node, { source }: SourceModule): readonly [number, number] => [
  source.getLineAndCharacterOfPosition(node.getStart(source)).line,
  source.getLineAndCharacterOfPosition(node.getEnd()).line,
];

const nameOf = (node: ts.FunctionLikeDeclaration, { source }: SourceModule): string => {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return named === undefined ? `function at line ${line + 1}` : named.getText(source);
};
