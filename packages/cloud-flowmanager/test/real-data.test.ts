import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPreferenceFiles } from '../../operator/src/import/read-preference-files.ts';
import { loadSolutions } from '../src/solutions/load-solutions.ts';
import { runCommand } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const data = fileURLToPath(new URL('../../../../shared/gpii-data', import.meta.url));
const isThere = existsSync(data);

describe.skipIf(!isThere)(`GPII's own data${isThere ? '' : ` (skipped: ${data} is not there)`}`, () => {
  it('is imported, all 116 preference sets, and none twice', async () => {
    await withFiles({}, async (folder) => {
      const args = ['import', 'preferences', join(data, 'preferences'), '--data-dir', folder];
      const outcomes = [await runCommand(args), await runCommand(args)].map(({ stdout, stderr }) => stdout + stderr);
      expect(outcomes).toEqual([
        'GPII tokens: 116 created, 0 updated, 0 unchanged\n',
        'GPII tokens: 0 created, 0 updated, 116 unchanged\n',
      ]);
    });
  });

  it('has a GPII token for each file name', async () => {
    const { records } = await readPreferenceFiles([join(data, 'preferences')]);
    const names = (await readdir(join(data, 'preferences'))).map((name) => name.replace(/\.json5$/, ''));
    expect(records.map((record) => (record.kind === 'gpiiToken' ? record.token : ''))).toEqual(names.sort());
  });

  it.each(['android', 'linux_gnome', 'linux_min', 'win32_at_choice', 'win32_builtin'])(
    'has registries that know solutions of %s',
    async (name) => {
      const { solutions } = await loadSolutions({
        directory: join(data, 'solutions'),
        commonTermsFile: join(data, 'ontologies', 'flat.json5'),
      });
      const device = JSON.parse(await readFile(join(data, 'devices', `${name}.json`), 'utf8')) as {
        OS: { id: string };
      };
      expect(solutions.registry.solutionsOf(device.OS.id).length).toBeGreaterThan(0);
    },
  );
});
