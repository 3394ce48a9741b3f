import { writeFileSync } from 'node:fs';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readKnownDevice } from '../src/device/known-device.ts';
import { makeFolder } from './support/run-command.ts';

const folder = makeFolder();
afterAll(folder.remove);
const write = (name: string, text: string): string => {
  const file = join(folder.path, name);
  writeFileSync(file, text);
  return file;
};
const device = write('device.json', '{ "OS": { "id": "haiku" }, "solutions": [{ "id": "a" }], "more": 1 }');

const read = (sources: { device?: string; localSolutions?: string }) =>
  readKnownDevice({ device: undefined, localSolutions: undefined, environment: {}, ...sources });

describe('what is known of this computer', () => {
  it('is what a file says, whole, with no solutions where the project has no registry for its system', async () => {
    const known = await read({ device });
    expect(JSON.parse(known.text)).toEqual({ OS: { id: 'haiku' }, solutions: [{ id: 'a' }], more: 1 });
    expect([known.registry.solutionsOf('haiku'), known.found]).toEqual([[], undefined]);
  });

  it('is found by the registry of its system', async () => {
    const entry = { isInstalled: [{ type: 'gpii.deviceReporter.alwaysInstalled' }] };
    write(`${platform()}.json5`, JSON.stringify({ a: entry, b: {} }));
    const known = await read({ localSolutions: folder.path });
    expect(JSON.parse(known.text)).toEqual({ OS: { id: platform(), version: release() }, solutions: [{ id: 'a' }] });
    expect(known.registry.solutionsOf(platform()).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('needs a registry of the system in a folder that somebody names', async () => {
    const message = `The folder ${folder.path} has no solutions registry for this operating system (haiku.json5).`;
    await expect(read({ device, localSolutions: folder.path })).rejects.toMatchObject({ exitCode: 78, message });
  });

  it('is refused with file and line where that registry is wrong', async () => {
    const file = write(`${platform()}.json5`, '{\n a: 1 }');
    await expect(read({ localSolutions: folder.path })).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining(`${file}:2 is wrong`) as string,
    });
  });
});
