import ts from 'typescript';
import { type ArchitectureRule, lineOf, nodesBelow, type SourceModule } from './architecture-rule.ts';

/** Finds nodes of one kind: `what` says what is wrong with one, or nothing where it is right. */
const nodeRule = (
  name: string,
  what: (node: ts.Node, module: SourceModule) => string | undefined,
): ArchitectureRule => ({
  name,
  *offencesOf(module) {
    for (const node of nodesBelow(module.source)) {
      const found = what(node, module);
      if (found !== undefined) yield `${lineOf(module, node)}: ${found}`;
    }
  },
});

const isDefault = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);

export const languageRules: readonly ArchitectureRule[] = [
  nodeRule('exports are named', (node) =>
    ts.isExportAssignment(node) || isDefault(node) ? 'a default export' : undefined,
  ),
  nodeRule('no barrels', (node, { path }) =>
    ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && path !== 'infra/index.ts'
      ? 'an export of what another file exports'
      : undefined,
  ),
  nodeRule('no any', (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined)),
  nodeRule('no assertion that a value is there', (node) =>
    ts.isNonNullExpression(node) ? 'a value is proven to be there, not asserted with !' : undefined,
  ),
  nodeRule('types rather than interfaces', (node) =>
    ts.isInterfaceDeclaration(node) && !ts.isModuleBlock(node.parent) ? `interface ${node.name.text}` : undefined,
  ),
  nodeRule('const functions', (node) =>
    ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent) && node.asteriskToken === undefined
      ? `function ${node.name?.text ?? ''} is declared`
      : undefined,
  ),
];
