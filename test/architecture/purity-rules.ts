import ts from 'typescript';
import { type ArchitectureRule, lineOf, nodesBelow, partOf, type SourceModule } from './architecture-rule.ts';

const ambient: ReadonlySet<string> = new Set([
  'process',
  'globalThis',
  'crypto',
  'performance',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
  'Intl',
]);

/** The one file that may turn milliseconds into text and back; it reads no clock either. */
const conversions = 'domain/shared/instant.ts';

export const purityRules: readonly ArchitectureRule[] = [
  {
    name: 'the domain has no clock, no randomness and no environment',
    *offencesOf(module) {
      if (partOf(module.path) !== 'domain') return;
      for (const node of nodesBelow(module.source)) {
        const found = impurityOf(node, module);
        if (found !== undefined) yield `${lineOf(module, node)}: ${found} does not occur in the domain`;
      }
    },
  },
];

const impurityOf = (node: ts.Node, module: SourceModule): string | undefined => {
  const text = (part: ts.Node): string => part.getText(module.source);
  if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(text(node))) return text(node);
  if (ts.isNewExpression(node) && text(node.expression) === 'Date')
    return module.path === conversions && node.arguments?.length === 1 ? undefined : 'new Date';
  if (ts.isCallExpression(node) && text(node.expression) === 'Date') return 'Date()';
  if (ts.isPropertyAccessExpression(node) && text(node) === 'Date.parse' && module.path !== conversions)
    return 'Date.parse';
  return ts.isIdentifier(node) && ambient.has(node.text) && isUse(node) ? node.text : undefined;
};

// A name after a dot, of a property or of a declaration is not the ambient one.
const isUse = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return ts.isExpression(parent) || ts.isVariableDeclaration(parent) || ts.isStatement(parent);
};
