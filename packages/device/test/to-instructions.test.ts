import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { transformModel, TransformError } from '@gpii/service-kit';
import { EntryError, toInstructions } from '../src/index.ts';
import type { SolutionInstructions } from '../src/index.ts';

const COMMON = 'http://registry.gpii.net/common/';
const APPLICATION = 'http://registry.gpii.net/applications/org.example.reader';
const FONT_SIZE_TIMES_TWO = {
  size: {
    transform: {
      type: 'fluid.transforms.linearScale',
      inputPath: 'http://registry\\.gpii\\.net/common/fontSize',
      factor: 2,
    },
  },
};

function answerWith(entry: unknown, settings: JsonObject): SettingsAnswer {
  return {
    gpiiKey: 'reader',
    preferences: {},
    solutionsRegistryEntries: { 'org.example.reader': entry },
    matchMakerOutput: {
      inferredConfiguration: {
        'gpii-default': { applications: { 'org.example.reader': { active: true, settings } } },
      },
    },
  };
}

function reader(entry: unknown, settings: JsonObject): SolutionInstructions | undefined {
  const answer = answerWith(entry, settings);
  return toInstructions(answer, 'gpii-default', transformModel).get('org.example.reader');
}

const handlers = (members: JsonObject, lists: JsonObject = {}) => ({
  settingsHandlers: { file: { type: 'a.type', ...members } },
  ...lists,
});

describe('settings of an application', () => {
  it('are what the rules make of common terms', () => {
    const made = reader(handlers({ capabilitiesTransformations: FONT_SIZE_TIMES_TWO }), { [`${COMMON}fontSize`]: 12 });
    expect(made?.settingsHandlers.file?.settings).toEqual({ size: 24 });
  });

  it('that a person keeps for the application itself go before those of common terms', () => {
    const made = reader(handlers({ capabilitiesTransformations: FONT_SIZE_TIMES_TWO }), {
      [`${COMMON}fontSize`]: 12,
      [APPLICATION]: { size: 7, colour: 'red' },
    });
    expect(made?.settingsHandlers.file?.settings).toEqual({ size: 7, colour: 'red' });
  });

  it('have the names that the handler supports, also where a rule makes them of a list', () => {
    const path = 'http://registry\\.gpii\\.net/common/trackingTTS';
    const trackingTTS = {
      '': {
        transform: {
          type: 'fluid.transforms.arrayToSetMembership',
          inputPath: path,
          presentValue: 'True',
          missingValue: 'False',
          options: { focus: 'cursor\\.followFocus', mouse: 'cursor\\.followMouse' },
        },
      },
    };
    const supportedSettings = { 'cursor.followFocus': {}, 'cursor.followMouse': {} };
    const entry = handlers({ supportedSettings, capabilitiesTransformations: trackingTTS });
    const own = { 'cursor.followMouse': 'True' };
    const made = reader(entry, { [`${COMMON}trackingTTS`]: ['focus'], [APPLICATION]: own });
    expect(made?.settingsHandlers.file?.settings).toEqual({
      'cursor.followFocus': 'True',
      'cursor.followMouse': 'True',
    });
  });

  it('that a rule cannot make of what the person has are left out, and no others', () => {
    const rules = {
      ...FONT_SIZE_TIMES_TWO,
      tracked: {
        transform: {
          type: 'fluid.transforms.arrayToSetMembership',
          inputPath: 'http://registry\\.gpii\\.net/common/tracking',
          options: { focus: 'focus' },
        },
      },
    };
    const left: string[] = [];
    const answer = answerWith(handlers({ capabilitiesTransformations: rules }), {
      [`${COMMON}fontSize`]: 12,
      [`${COMMON}tracking`]: 'mouse',
    });
    const made = toInstructions(answer, 'gpii-default', transformModel, ({ solution, setting }) =>
      left.push(`${solution} ${String(setting)}`),
    );
    expect(made.get('org.example.reader')?.settingsHandlers.file?.settings).toEqual({ size: 24 });
    expect(left).toEqual(['org.example.reader tracked']);
  });

  it('are no numbers that are none', () => {
    const made = reader(handlers({ capabilitiesTransformations: FONT_SIZE_TIMES_TWO }), {
      [`${COMMON}fontSize`]: 1e308,
    });
    expect(made?.settingsHandlers).toEqual({});
  });

  it('are only those that the handler supports, where it lists them', () => {
    const made = reader(handlers({ supportedSettings: { size: {} } }), { [APPLICATION]: { size: 7, colour: 'red' } });
    expect(made?.settingsHandlers.file?.settings).toEqual({ size: 7 });
  });

  it('take the steps of a handler with them that has none', () => {
    const lists = { configure: ['settings.file', { type: 'an.action' }], start: ['settings.file'] };
    const made = reader(handlers({ capabilitiesTransformations: FONT_SIZE_TIMES_TWO }, lists), {
      [`${COMMON}pitch`]: 1,
    });
    expect(made?.settingsHandlers).toEqual({});
    expect(made?.configure).toEqual([{ type: 'an.action' }]);
    expect(made?.start).toEqual(['settings.file']);
  });
});

describe('whether an application runs', () => {
  const entry = { launchHandlers: { launcher: { type: 'a.launcher' } } };
  const running = (settings: JsonObject) => reader(entry, settings)?.launchHandlers.launcher?.settings;

  it.each([
    [{ [`${COMMON}magnification`]: 2 }, { running: true }],
    [{ [`${COMMON}magnifier/enabled`]: false }, { running: false }],
    [{ [`${COMMON}magnifier/enabled`]: false, [`${COMMON}magnification`]: 2 }, { running: true }],
    [{ [`${COMMON}magnification`]: 2, [`${COMMON}magnifier/enabled`]: false }, { running: false }],
    [{}, {}],
  ])('is decided by the last setting: %j', (settings, expected) => {
    expect(running(settings as JsonObject)).toEqual(expected);
  });
});

describe('what a registry may not do', () => {
  const rule = (transform: JsonObject): JsonObject => ({ out: { transform } });
  const input = { inputPath: 'http://registry\\.gpii\\.net/common/fontSize' };

  it.each([
    ['call any function', rule({ type: 'fluid.transforms.free', func: 'process.exit', ...input })],
    ['name a function as a list', rule({ type: ['fluid', 'transforms', 'free'], func: 'process.exit', ...input })],
    ['name no function', rule({ ...input })],
    ['hide it in another', rule({ type: 'fluid.transforms.value', input: rule({ type: 'fluid.fail' }) })],
    ['write into a prototype', { 'a.__proto__.polluted': { literalValue: 1 }, size: input.inputPath }],
    [
      'write into a prototype by an output path',
      rule({ type: 'fluid.transforms.value', outputPath: 'constructor.prototype.polluted', ...input }),
    ],
  ])('is %s', (_what, rules) => {
    const entry = handlers({
      capabilities: [`http://registry\\.gpii\\.net/common/fontSize`],
      capabilitiesTransformations: { ...rules, kept: 'http://registry\\.gpii\\.net/common/fontSize' },
    });
    const left: string[] = [];
    const made = toInstructions(
      answerWith(entry, { [`${COMMON}fontSize`]: 12 }),
      'gpii-default',
      transformModel,
      ({ setting }) => left.push(String(setting)),
    );
    expect(left.length).toBe(1);
    expect(Object.keys(made.get('org.example.reader')?.settingsHandlers.file?.settings ?? {})).not.toContain('out');
    expect(made.get('org.example.reader')?.settingsHandlers.file?.settings).toMatchObject({ kept: 12 });
    expect(() => transformModel({}, rules)).toThrow(TransformError);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is fail with a preference in its words', () => {
    const type = 'fluid.transforms.indexArrayByKey';
    const rules = rule({ type, key: 'name', inputPath: 'tracking' });
    const run = () => transformModel({ tracking: ['a preference of the person'] }, rules);
    expect(run).toThrow(new TransformError(`The transformation failed: ${type}.`));
  });

  it('is have an entry of another shape', () => {
    expect(() => reader({ settingsHandlers: { file: { type: 3 } } }, {})).toThrow(EntryError);
  });
});

it('has nothing to do for a context or a registry entry that is not there', () => {
  const answer = answerWith({}, {});
  expect(toInstructions(answer, 'constructor', transformModel).size).toBe(0);
  const without = { ...answer, solutionsRegistryEntries: {} };
  expect(toInstructions(without, 'gpii-default', transformModel).size).toBe(0);
});
