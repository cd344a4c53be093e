const swc = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' }, sourceMaps: 'inline' },
];

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testMatch: testMatch.map((pattern) => (pattern.startsWith('!') ? pattern : `<rootDir>/test/**/${pattern}`)),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/.quipu', '<rootDir>/.stryker-tmp', '<rootDir>/dist'],
  ...more,
});

export default {
  // A loaded machine is slow, and tests do not time.
  testTimeout: 30_000,
  projects: [
    project('unit', ['*.test.ts', '!**/*.integration.test.ts', '!**/*.e2e.test.ts', '!**/*.engine.test.ts']),
    project('integration', ['*.integration.test.ts']),
    project('e2e', ['*.e2e.test.ts']),
  ],
};
