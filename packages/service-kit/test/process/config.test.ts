import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTiny, startTiny, withKeptTiny } from '../support/tiny-service.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpii-service-kit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeConfig(text: string): string {
  const file = join(folder, 'own.json5');
  writeFileSync(file, text);
  return file;
}

const merging = (options: string): string =>
  `{ type: 'own.config', mergeConfigs: '%tiny/tiny.json5', options: { ${options} } }`;

async function greetWith(config: string): Promise<unknown> {
  let answer: unknown;
  await withKeptTiny(['--config', config], async (url) => {
    answer = await (await fetch(`${url}/greeting`)).json();
  });
  return answer;
}

describe('a config of the operator', () => {
  it('sets settings', async () => {
    expect(await greetWith(writeConfig(merging("settings: { greeting: 'good day' }")))).toEqual({ says: 'good day' });
  });

  it('replaces a component by naming another grade', async () => {
    const config = writeConfig(merging("components: { greeter: { type: 'gpii.loudGreeter' } }"));
    expect(await greetWith(config)).toEqual({ says: 'HELLO' });
  });

  it('is named by the environment as well', async () => {
    const { exitCode, stderr } = await runTiny(['serve'], { GPII_TINY_CONFIG: join(folder, 'none.json5') });
    expect([exitCode, stderr]).toEqual([78, expect.stringContaining('none.json5')]);
  });

  it('is the own one of the package when the variable is empty', async () => {
    expect((await withKeptTiny([], () => Promise.resolve(), { GPII_TINY_CONFIG: '' })).exitCode).toBe(0);
  });

  it.each([
    ['is broken JSON5', '{ type: ', 'invalid end of input'],
    ['has an unknown top-level member', "{ type: 'own.x', bogus: 1 }", '"bogus"'],
    [
      'builds another grade',
      "{ type: 'own.y', options: { gradeNames: ['fluid.component'] } }",
      'does not build a gpii.tiny',
    ],
    ['names a grade that does not exist', merging("components: { greeter: { type: 'gpii.typo' } }"), 'gpii.typo'],
    ['merges one that does not exist', "{ type: 'own.z', mergeConfigs: '%nowhere/a.json5' }", '%nowhere/a.json5'],
    ['has an unknown setting', merging('settings: { bogus: 1 }'), 'settings.bogus (config): no such setting'],
  ])('that %s ends the start with exit 78 and no stack', async (_what, text, words) => {
    const { exitCode, stdout, stderr } = await runTiny(['serve', '--config', writeConfig(text)]);
    expect([exitCode, stdout, stderr]).toEqual([78, '', expect.stringContaining(words)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('that is not there ends the start with one sentence and exit 78', async () => {
    const { exitCode, stderr } = await startTiny(['serve', '--config', join(folder, 'none.json5')]).ended;
    expect([exitCode, stderr.trimEnd().split('\n').length]).toEqual([78, 1]);
  });
});
