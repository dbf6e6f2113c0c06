// Finds faults; Biome formats. `npm run lint` runs both.
import { defineConfig } from 'eslint/config'
import jsdoc from 'eslint-plugin-jsdoc'
import tseslint from 'typescript-eslint'

const forbid = (names) => [
  'error',
  ...names.map((name) => ({ name, message: 'Replayed code: take the value as an argument.' })),
]

export default defineConfig(
  { ignores: ['dist/**', 'coverage/**', '.tmp/**', '**/*.cjs', '**/*.mjs'] },
  tseslint.configs.strictTypeChecked,
  jsdoc.configs['flat/recommended-typescript-error'],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
      ],
      // dependency-cruiser tells a type-only border by it.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Handlers and activities must return a promise, whether or not they wait for one.
      '@typescript-eslint/require-await': 'off',
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          contexts: [
            'TSTypeAliasDeclaration',
            'TSInterfaceDeclaration',
            'ClassDeclaration',
            'FunctionDeclaration',
          ],
        },
      ],
      'jsdoc/require-throws-type': 'off',
      'jsdoc/require-yields-type': 'off',
      'jsdoc/tag-lines': ['error', 'any', { startLines: 1 }],
    },
  },
  {
    files: ['shared/{core,envelope,authoring,cryplets,workflows}/**'],
    rules: {
      'no-restricted-globals': forbid([
        'Date',
        'fetch',
        'crypto',
        'process',
        'setTimeout',
        'setInterval',
      ]),
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Replayed code: take the value as an argument.',
        },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'jsdoc/require-jsdoc': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // jest.transform.cjs does not hoist it, so that the real module would be loaded.
      'no-restricted-properties': [
        'error',
        {
          object: 'jest',
          property: 'mock',
          message: 'Pass a fake at a port instead; jest.mock is not hoisted here.',
        },
      ],
    },
  },
)
