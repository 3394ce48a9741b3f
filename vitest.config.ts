import { defineConfig, type Plugin } from 'vitest/config';

// Real processes, databases and sockets on a machine that may be busy: what hangs ends by these, nothing waits for them.
const timeouts = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

/**
 * Rooms import one another by name, tests import their own by path. Both get the sources: a process has one copy of each class and
 * of each grade, whichever files it runs.
 */
const sourcesOfRooms: Plugin = {
  name: 'sources-of-rooms',
  enforce: 'pre',
  async resolveId(id, importer, options) {
    if (!id.startsWith('@gpii/')) return null;
    const built = await this.resolve(id, importer, { ...options, skipSelf: true });
    return built?.id.replace(/\/dist\/(.+)\.js$/, '/src/$1.ts') ?? null;
  },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        plugins: [sourcesOfRooms],
        test: {
          ...timeouts,
          name: 'unit',
          // Test files of one worker share its modules: loading them for each file cost more than the tests.
          isolate: false,
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
