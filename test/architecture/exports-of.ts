import ts from 'typescript';
import type { SourceModule } from './architecture-rule.ts';

/** An exported thing: its name first, then the type it is annotated with, if any. */
export type Exported = { readonly names: readonly string[]; readonly isValue: boolean };

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** What a file exports by declarations of its own. */
export const exportsOf = ({ source }: SourceModule): readonly Exported[] =>
  source.statements.filter(isExported).flatMap((statement): readonly Exported[] => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name, type }) => ({
        names: [name.getText(source), ...(type === undefined ? [] : [type.getText(source)])],
        isValue: true,
      }));
    const { name } = statement as ts.Statement & { readonly name?: ts.Node };
    return name === undefined
      ? []
      : [{ names: [name.getText(source)], isValue: !ts.isTypeAliasDeclaration(statement) }];
  });
