import tseslint from 'typescript-eslint';

/** Which rooms may import what (DESIGN §2): only service-kit reaches kettle and infusion, no server imports another. */
const noKettle = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['kettle', 'kettle/*', 'infusion', 'infusion/*'],
          message: 'Only service-kit imports kettle and infusion.',
        },
      ],
    },
  ],
};
const noServers = (...names) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: names, message: 'Servers meet on the wire; they do not import one another (DESIGN §2).' },
        {
          group: ['kettle', 'kettle/*', 'infusion', 'infusion/*'],
          message: 'Only service-kit imports kettle and infusion.',
        },
      ],
    },
  ],
});
const servers = [
  '@gpii/auth-server',
  '@gpii/cloud-flowmanager',
  '@gpii/access-requester',
  '@gpii/untrusted-flowmanager',
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', 'bench/results/**', 'proofs/results/**', '.trial/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'max-params': ['error', 4],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      ...noKettle,
    },
  },
  {
    files: [
      'packages/{protocol,store,credentials,matchmaker,gpii-files,data-source,service-kit,operator,device}/src/**/*.ts',
    ],
    rules: noServers(...servers),
  },
  {
    files: ['packages/{auth-server,access-requester,untrusted-flowmanager}/src/**/*.ts', 'tests/**/*.ts'],
    rules: noServers(...servers),
  },
  {
    files: ['packages/cloud-flowmanager/src/**/*.ts'],
    rules: noServers(...servers.filter((name) => name !== '@gpii/auth-server')),
  },
  {
    files: ['packages/{pages,account-site}/src/**/*.ts', 'packages/{pages,account-site}/src/**/*.tsx'],
    rules: noServers(...servers),
  },
  // Words are texts; what they return can be seen.
  { files: ['packages/*/src/**/words/**/*.ts'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
  { files: ['packages/service-kit/src/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['packages/*/test/**/*.ts', '{trial,bench,proofs}/test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(do)?[mM]ock$/]",
          message: 'Test files of a worker share modules (docs/decisions/0055): what one mocks, another has loaded.',
        },
      ],
    },
  },
  { files: ['vitest.config.ts'], rules: { 'no-restricted-exports': 'off' } },
);
