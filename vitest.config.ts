import { defineConfig } from 'vitest/config';

// Real processes, databases and sockets on a machine that may be busy: what hangs ends by these, nothing waits for them.
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...timeouts,
          name: 'unit',
          include: [
            'packages/*/test/**/*.test.ts',
            'trial/test/**/*.test.ts',
            'bench/test/**/*.test.ts',
            'proofs/test/**/*.test.ts',
          ],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...timeouts,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          pool: 'forks',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
