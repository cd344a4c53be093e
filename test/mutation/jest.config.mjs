/**
 * The tests that a folder's mutants are tried on, as `test/mutation/run.ts` names them. Stryker runs jest in a copy of
 * the project, which is the folder that it works in.
 */
const paths = (process.env.QUIPU_MUTATION_TESTS ?? '').split(' ').filter((path) => path !== '');

const swc = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
];

export default {
  rootDir: process.cwd(),
  testMatch: paths.map((path) => `<rootDir>/${path}`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  setupFiles: ['<rootDir>/test/mutation/fixed-seed.ts'],
};
