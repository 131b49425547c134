import tseslint from 'typescript-eslint';

/** Only the shells and files.ts may touch the disk or start processes; everything below gets its world handed in. */
const disk = ['fs', 'node:fs', 'node:fs/promises', 'fs/promises', 'child_process', 'node:child_process'];

export default tseslint.config(
  { ignores: ['dist/**', 'test/fixtures/**', 'sample/**', 'node_modules/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'no-else-return': 'error',
    },
  },
  {
    files: ['server/{graph,languages,frameworks,linking,diagnostics,reports,features,stores}/**/*.ts'],
    ignores: ['server/stores/disk.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: disk }] },
  },
);
