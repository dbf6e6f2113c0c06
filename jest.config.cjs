/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Not `roots: ['test']`: collectCoverageFrom would then not see files that no test imports.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // One more than the cores of CI: tests that start processes wait half of their time.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longestFirst.cjs',
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  transform: { '^.+\\.(?:ts|tsx|js|mjs)$': '<rootDir>/jest.transform.cjs' },
  // ESM-only packages (and what they import) that jest must turn into CommonJS: its own registry cannot
  // require() ES modules before Node 24.9, though Node 20.20 itself can.
  transformIgnorePatterns: ['/node_modules/(?!(?:jose|croner)/)'],
  moduleNameMapper: {
    // What the Functions worker injects. jest has its own `require`, so that the host's hook is not seen here.
    '^@azure/functions-core$': '<rootDir>/local/host/coreModule.ts',
  },
  collectCoverageFrom: ['{functions,enclave,shared,local,cli}/**/*.ts'],
  // `babel` (istanbul): v8 took five times longer (80-170 s against 15-28 s for 100 files).
  coverageProvider: 'babel',
  reporters: ['default', '<rootDir>/test/support/passedFailedReporter.cjs'],
}
