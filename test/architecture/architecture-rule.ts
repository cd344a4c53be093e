import ts from 'typescript';

/** A TypeScript file of the project: its path from the top, with `/`, and its text, parsed. */
export type SourceModule = { readonly path: string; readonly text: string; readonly source: ts.SourceFile };

/** A rule about one file: a sentence for each offence, without the file's name. */
export type ArchitectureRule = {
  readonly name: string;
  readonly offencesOf: (module: SourceModule) => Iterable<string>;
};

export const sourceModule = (path: string, text: string): SourceModule => ({
  path,
  text,
  source: ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true),
});

/** The first folder of a path, which is the part of the system that it belongs to. */
export const partOf = (path: string): string => path.split('/')[0] ?? '';

/** Every node below one, parents first. */
export function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* nodesBelow(child);
  }
}

/** `line 12`, counted from 1. */
export const lineOf = ({ source }: SourceModule, node: ts.Node): string =>
  `line ${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
