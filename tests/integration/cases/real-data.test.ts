import { isDeepStrictEqual } from 'node:util';
import { settingsAnswerSchema } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { getSettings, getToken } from '../support/cloud-calls.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { makeCloud, type Cloud } from '../support/make-cloud.ts';
import { realData, whyNoRealData } from '../support/places.ts';
import {
  DEVICES,
  readDevice,
  readExpected,
  readGpiiTokens,
  readRegistry,
  type DeviceName,
  type ExpectedAnswer,
} from '../support/real-data.ts';
import { runKeptCommand } from '../support/run-kept-command.ts';
import type { StartedServer } from '../support/start-server.ts';
import { startRequester } from '../support/start-whole-road.ts';

describe.skipIf(whyNoRealData !== undefined)(
  `data that this project did not write (${whyNoRealData ?? 'it is there'})`,
  () => {
    let cloud: Cloud;
    let computer: Computer;
    let requester: StartedServer;
    let tokens: string[];
    const accessTokens = new Map<string, string>();
    beforeAll(async () => {
      tokens = readGpiiTokens();
      cloud = await makeCloud(['--solutions', realData('solutions')]);
      computer = await makeComputer(cloud.installed);
      requester = await startRequester(computer, cloud.url);
    });

    test('all 116 preference sets are imported, and nothing twice', async () => {
      const args = ['import', 'preferences', realData('preferences'), '--data-dir', cloud.dataDir];
      const first = await runKeptCommand({ program: 'cloud', args });
      expect(first).toEqual({ code: 0, stdout: 'GPII tokens: 116 created, 0 updated, 0 unchanged\n', stderr: '' });
      const second = await runKeptCommand({ program: 'cloud', args });
      expect(second.stdout).toBe('GPII tokens: 0 created, 0 updated, 116 unchanged\n');
      expect(tokens).toHaveLength(116);
    });

    test('each person gets an access token', async () => {
      for (const gpiiToken of tokens) {
        accessTokens.set(gpiiToken, await getToken(cloud.url, cloud.installed, gpiiToken));
      }
      expect(new Set(accessTokens.values()).size).toBe(116);
    });

    test.each(DEVICES)('each person gets settings on %s, the same as from the old cloud', async (name) => {
      const device = readDevice(name);
      const expected = readExpected(name);
      const registry = readRegistry(device.OS.id);
      const wrong: string[] = [];
      for (const gpiiToken of tokens) {
        const answer = await getSettings(cloud.url, gpiiToken, accessTokens.get(gpiiToken) ?? '', device);
        if (answer.status !== 200) wrong.push(`${gpiiToken}: ${answer.status} ${answer.text}`);
        else if (!settingsAnswerSchema.safeParse(answer.json).success) wrong.push(`${gpiiToken}: malformed`);
        const old = expected[gpiiToken];
        if (old?.status === 200) wrong.push(...compare(gpiiToken, answer.json, { old, registry }));
      }
      expect(wrong).toEqual([]);
    });

    const SAMPLE: readonly (readonly [string, DeviceName])[] = [
      ['alice', 'linux_min'],
      ['carla', 'linux_gnome'],
      ['os_android', 'android'],
      ['multi_context', 'win32_builtin'],
      ['empty', 'win32_at_choice'],
      ['jaws', 'win32_at_choice'],
      ['uioPlus_multiple_settings', 'win32_builtin'],
      ['snapset_4d', 'linux_gnome'],
    ];

    test.each(SAMPLE)('%s keys in once on %s, with the answer of the cloud', async (gpiiToken, device) => {
      const road = ['--cloud-url', cloud.url, '--requester-url', requester.url];
      const files = ['--channel-key-file', computer.channelKeyFile, '--device', realData(`devices/${device}.json`)];
      const args = ['key-in', gpiiToken, '--json', ...road, ...files];
      const { code, stdout, stderr } = await runKeptCommand({ program: 'flowManager', args });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const answer = await getSettings(cloud.url, gpiiToken, accessTokens.get(gpiiToken) ?? '', readDevice(device));
      expect(isDeepStrictEqual(JSON.parse(stdout), answer.json)).toBe(true);
    });
  },
);

/** The old answers have the ids of the registry entries only; the entries are the registry's own, in that order. */
function compare(
  gpiiToken: string,
  answer: Readonly<Record<string, unknown>>,
  { old, registry }: { old: ExpectedAnswer; registry: Readonly<Record<string, unknown>> },
): string[] {
  const { solutionsRegistryEntries, ...body } = answer;
  const entries = solutionsRegistryEntries as Record<string, unknown>;
  const wrong: string[] = [];
  if (!isDeepStrictEqual(body, old.body)) wrong.push(`${gpiiToken}: another body`);
  if (!isDeepStrictEqual(Object.keys(entries), old.solutionsRegistryIds)) wrong.push(`${gpiiToken}: other solutions`);
  const differ = Object.keys(entries).filter((id) => !isDeepStrictEqual(entries[id], registry[id]));
  if (differ.length > 0) wrong.push(`${gpiiToken}: other registry entries for ${differ.join(', ')}`);
  return wrong;
}
