import { posix } from 'node:path';
import ts from 'typescript';
import { nodesBelow, type SourceModule } from './architecture-rule.ts';

/** What a file imports: `target` is a path from the top for the project's own files, else the package's name. */
export type ImportedModule = {
  readonly kind: 'own' | 'package' | 'builtin';
  readonly target: string;
  /** The names taken from it, as the other module calls them; none for a dynamic import. */
  readonly names: readonly string[];
  readonly node: ts.Node;
};

/** All imports and re-exports of a file, dynamic ones with a literal among them. */
export const importsOf = (module: SourceModule): readonly ImportedModule[] =>
  [...nodesBelow(module.source)].flatMap((node) => {
    const specifier = specifierOf(node);
    return specifier === undefined ? [] : [{ ...resolved(specifier, module.path), names: namesOf(node), node }];
  });

const specifierOf = (node: ts.Node): string | undefined => {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined)
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return node.argument.literal.text;
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  const [argument] = node.arguments;
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined;
};

const resolved = (specifier: string, from: string): Pick<ImportedModule, 'kind' | 'target'> => {
  if (specifier.startsWith('.'))
    return { kind: 'own', target: posix.normalize(posix.join(posix.dirname(from), specifier)) };
  if (specifier.startsWith('node:')) return { kind: 'builtin', target: specifier };
  const parts = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1);
  return { kind: 'package', target: parts.join('/') };
};

const namesOf = (node: ts.Node): readonly string[] => {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
};
