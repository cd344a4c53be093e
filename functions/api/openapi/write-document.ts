import { writeFileSync } from 'node:fs';
import { allRoutes } from '../all-routes.ts';
import { documentOf, documentText } from './pages.ts';

// Run by hand after a change of the API; a test says when that was forgotten.
const target = new URL('../../../docs/openapi.json', import.meta.url);
writeFileSync(target, documentText(documentOf(allRoutes.map(({ operation }) => operation))));
