import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeclaredFunction } from '../declared-stack.ts';

export type LocatedHandler = { readonly moduleUrl: string; readonly exportName: string };

/**
 * Finds what `index.handler` names in a bundle, as Lambda does: a file with one of three endings, and an export of it.
 */
export const locateHandler = ({
  codeFolder,
  handler,
}: Pick<DeclaredFunction, 'codeFolder' | 'handler'>):
  | LocatedHandler
  | { readonly errorType: string; readonly errorMessage: string } => {
  const dot = handler.lastIndexOf('.');
  const stem = handler.slice(0, dot);
  const file = ['.mjs', '.js', '.cjs']
    .map((ending) => join(codeFolder, `${stem}${ending}`))
    .find((path) => existsSync(path));
  return file === undefined
    ? { errorType: 'Runtime.ImportModuleError', errorMessage: `Error: Cannot find module '${stem}' in ${codeFolder}` }
    : { moduleUrl: pathToFileURL(file).href, exportName: handler.slice(dot + 1) };
};
