import type { OpenApiDocument } from './document.ts';
import { escaped } from './escaped.ts';
import { type DocumentedOperation, operationSection } from './operation-section.ts';
import { propertiesTable } from './properties-table.ts';

/** The OpenAPI document as one page of HTML that needs nothing else: no script, no font, no network. */
export const documentPage = ({ info, paths, components }: OpenApiDocument): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      ...(operation as Omit<DocumentedOperation, 'method' | 'path'>),
    })),
  );
  const contents = operations.map(
    ({ operationId, method, path }) =>
      `<li><a href="#${escaped(operationId)}"><b>${method}</b> ${escaped(path)}</a></li>`,
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<section id="${escaped(name)}"><h3>${escaped(name)}</h3>${propertiesTable(schema)}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API, version ${escaped(info.version)}</title>
<style>${style}</style>
<main>
<h1>${escaped(info.title)} <small>API, version ${escaped(info.version)}</small></h1>
<p class="description">${escaped(info.description)}</p>
<nav><ul>${contents.join('\n')}</ul></nav>
${operations.map(operationSection).join('\n')}
<h2>Shapes</h2>
${schemas.join('\n')}
</main>
</html>
`;
};

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
.description { white-space: pre-line }
nav ul { columns: 20rem; list-style: none; padding: 0 }
section { border-top: 1px solid #8886; margin-top: 1.5rem }
h2 b, nav b { font: 600 .8em ui-monospace, monospace }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8883 }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere }
`;
