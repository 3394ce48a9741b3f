import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const good = "{ flat: { contexts: { 'gpii-default': { preferences: { a: 1 } } } } }";
const none = { created: 0, updated: 0, unchanged: 0 };

async function importFrom(
  folder: string,
  ...flags: string[]
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return runCommand(['import', 'preferences', join(folder, 'sets'), '--data-dir', join(folder, 'data'), ...flags]);
}

describe('gpii-cloud import preferences', () => {
  it('takes each file, whose name is the GPII token, and none twice', async () => {
    await withFiles(
      { 'sets/alice.json5': good, 'sets/bob.smith.json': '{}', 'sets/README.md': 'no' },
      async (folder) => {
        const first = await importFrom(folder, '--json');
        const second = await importFrom(folder);
        expect([first, second]).toEqual([
          {
            exitCode: 0,
            stdout: '{"imported":{"gpiiToken":{"created":2,"updated":0,"unchanged":0}},"skipped":0}\n',
            stderr: expect.stringContaining('beginning one') as string,
          },
          { exitCode: 0, stdout: 'GPII tokens: 0 created, 0 updated, 2 unchanged\n', stderr: '' },
        ]);
      },
    );
  });

  it('updates a set that was changed', async () => {
    await withFiles({ 'sets/alice.json5': good, 'changed/alice.json5': good.replace('1', '2') }, async (folder) => {
      await importFrom(folder);
      const args = ['import', 'preferences', join(folder, 'changed'), '--data-dir', join(folder, 'data')];
      expect((await runCommand(args)).stdout).toBe('GPII tokens: 0 created, 1 updated, 0 unchanged\n');
    });
  });

  const bad = {
    'sets/alice.json5': good,
    'sets/shape.json5': "{\n flat: {\n  contexts: {\n   night: 3,\n  },\n  metadata: 'x',\n },\n}",
    'sets/syntax.json5': '{\n flat: {\n ]',
    'sets/list.json5': '[]',
  };

  it('names bad files with line and field, and takes nothing', async () => {
    await withFiles(bad, async (folder) => {
      await mkdir(join(folder, 'sets', 'folder.json5'));
      const { exitCode, stdout, stderr } = await importFrom(folder);
      const at = (place: string): string => `  ✖ ${join(folder, 'sets', place)}`;
      expect([exitCode, stdout, stderr.trimEnd().split('\n')]).toEqual([
        1,
        '',
        [
          'Nothing was imported (--skip-bad imports the rest):',
          at("folder.json5:1: can't be read"),
          at('list.json5:1: Invalid input: expected object, received array'),
          at('shape.json5:4: flat.contexts.night: Invalid input: expected object, received number'),
          at('shape.json5:6: flat.metadata: Invalid input: expected array, received string'),
          at("syntax.json5:3: not JSON5: invalid character ']'"),
        ],
      ]);
      expect((await importFrom(folder, '--skip-bad', '--json')).stdout).toContain('"created":1');
    });
  });

  it('takes the rest with --skip-bad, and says how many it left', async () => {
    await withFiles(bad, async (folder) => {
      const { exitCode, stdout, stderr } = await importFrom(folder, '--skip-bad', '--json');
      expect([exitCode, JSON.parse(stdout), stderr.match(/^skipped {2}/gm)?.length]).toEqual([
        0,
        { imported: { gpiiToken: { ...none, created: 1 } }, skipped: 3 },
        4,
      ]);
    });
  });

  it('refuses a file name that can be no GPII token', async () => {
    await withFiles({ [`sets/${'é'.repeat(120)}.json5`]: good, 'sets/a\nb.json5': good }, async (folder) => {
      expect((await importFrom(folder)).stderr).toContain('A GPII token has no control characters');
    });
  });

  it.each([
    ['is not there', 'nowhere', "can't be read"],
    ['holds no set', '.', 'holds no preference set'],
  ])('ends with exit 69 when the folder %s', async (_what, name, words) => {
    await withFiles({ 'README.md': '' }, async (folder) => {
      const args = ['import', 'preferences', join(folder, name), '--data-dir', join(folder, 'data')];
      const { exitCode, stderr } = await runCommand(args);
      expect([exitCode, stderr]).toEqual([69, expect.stringContaining(words)]);
    });
  });

  it('ends with exit 64 without a folder', async () => {
    expect((await runCommand(['import', 'preferences'])).exitCode).toBe(64);
  });
});
