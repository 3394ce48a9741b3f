import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { transformModel } from '@gpii/service-kit';
import { toInstructions } from '../src/index.ts';
import type { SolutionInstructions } from '../src/index.ts';

interface CloudAnswer {
  readonly status: number;
  readonly body: SettingsAnswer;
  readonly solutionsRegistryIds: readonly string[];
}

/** Of the lists of steps, `isRunning` is not in the expected files. */
const COMPARED_LISTS = ['start', 'stop', 'configure', 'update', 'restore'] as const;

/** What installs in the field make of the cloud's answers stands beside the repository, not in it. */
const gpiiData = new URL('../../../../shared/gpii-data/', import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, gpiiData), 'utf8');

if (existsSync(gpiiData)) {
  const files = readdirSync(new URL('expected-on-device/', gpiiData));

  describe.each(files.map((file) => basename(file, '.json')))('on the device %s', (device) => {
    const registry = readRegistry(device);
    const answers = JSON.parse(textOf(`expected/${device}.json`)) as Record<string, CloudAnswer>;
    const expected = JSON.parse(textOf(`expected-on-device/${device}.json`)) as Record<string, JsonObject>;

    it.each(Object.entries(expected))(
      'the answer for %s becomes the settings that it becomes in the field',
      (token, contexts) => {
        const answer = withEntries(answers[token], registry);
        const names = Object.keys(answer.matchMakerOutput.inferredConfiguration);
        const made = names.map((name) => [name, asExpected(toInstructions(answer, name, transformModel))]);
        expect(Object.fromEntries(made)).toEqual(contexts);
      },
    );
  });

  it('reads every file of the folder', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  function withEntries(
    cloudAnswer: CloudAnswer | undefined,
    registry: Readonly<Record<string, unknown>>,
  ): SettingsAnswer {
    if (cloudAnswer?.status !== 200) throw new Error('The folder has no answer for this GPII token.');
    const entries = cloudAnswer.solutionsRegistryIds.map((id) => [id, registry[id]]);
    return { ...cloudAnswer.body, solutionsRegistryEntries: Object.fromEntries(entries) as JsonObject };
  }
} else {
  it.skip('equals the settings on devices in the field (needs ../shared/gpii-data beside the repository)', () =>
    undefined);
}

/** The registry of the operating system of a device. */
function readRegistry(device: string): Readonly<Record<string, unknown>> {
  const { OS } = JSON.parse(textOf(`devices/${device}.json`)) as { OS: { id: string } };
  return JSON5.parse<JsonObject>(textOf(`solutions/${OS.id}.json5`));
}

function asExpected(instructions: ReadonlyMap<string, SolutionInstructions>): JsonObject {
  const entries = [...instructions].map(([id, solution]) => {
    const lists = COMPARED_LISTS.flatMap((name) =>
      solution[name] === undefined ? [] : [[name, solution[name]] as const],
    );
    const handlers = {
      settingsHandlers: briefly(solution.settingsHandlers),
      launchHandlers: briefly(solution.launchHandlers),
    };
    const present = Object.entries(handlers).filter(([, value]) => Object.keys(value).length > 0);
    return [id, { active: solution.active, ...Object.fromEntries(present), ...Object.fromEntries(lists) }] as const;
  });
  return Object.fromEntries<unknown>(entries) as JsonObject;
}

function briefly(handlers: Readonly<Record<string, { type: string; settings: JsonObject }>>): JsonObject {
  return Object.fromEntries(Object.entries(handlers).map(([name, { type, settings }]) => [name, { type, settings }]));
}
