import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineSettings, readSettings, wholeNumberSchema } from '../../src/cli.ts';

const definition = defineSettings({
  service: 'gpii-test',
  envPrefix: 'GPII_TEST_',
  fields: {
    dataDir: {
      schema: z.string().min(1, 'Expected a path'),
      default: '/default',
      placeholder: 'DIR',
      describe: 'A folder.',
    },
    port: {
      schema: wholeNumberSchema({ min: 0, max: 9 }, 'Expected a number, 0 to 9'),
      default: 1,
      placeholder: 'PORT',
      describe: 'A port.',
    },
    needed: { schema: z.string(), placeholder: 'WORD', describe: 'A word.' },
    extra: { schema: z.string(), optional: true, placeholder: 'WORD', describe: 'Another.' },
  },
  check: ({ needed, extra }) => (needed === extra ? ['--needed is the same as --extra'] : []),
});

const given = { flags: {}, env: {}, config: {} };

function problemsOf(sources: Parameters<typeof readSettings>[1]): readonly string[] {
  try {
    readSettings(definition, sources);
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
  return [];
}

describe('settling settings', () => {
  const all = {
    flags: { dataDir: '/flag', needed: 'n' },
    env: { GPII_TEST_DATA_DIR: '/env' },
    config: { dataDir: '/config' },
  };

  it.each([
    ['a flag first', all, '/flag'],
    ['then the environment', { ...all, flags: { needed: 'n' } }, '/env'],
    ['then the config', { ...all, flags: { needed: 'n' }, env: {} }, '/config'],
    ['then the default', { flags: { needed: 'n' }, env: {}, config: {} }, '/default'],
    ['an empty variable as none', { ...all, flags: { needed: 'n' }, env: { GPII_TEST_DATA_DIR: '' } }, '/config'],
    ['null in the config as nothing', { flags: { needed: 'n' }, env: {}, config: { dataDir: null } }, '/default'],
  ])('takes %s', (_what, sources, expected) => {
    expect(readSettings(definition, sources).dataDir).toBe(expected);
  });

  it('leaves an optional setting undefined', () => {
    expect(readSettings(definition, { ...given, flags: { needed: 'n' } }).extra).toBeUndefined();
  });

  it('freezes what it gives', () => {
    expect(Object.isFrozen(readSettings(definition, { ...given, flags: { needed: 'n' } }))).toBe(true);
  });

  it('names all problems at once, each with where the value came from', () => {
    const problems = problemsOf({
      flags: { port: 'x' },
      env: { GPII_TEST_EXTRA: 'e' },
      config: { dataDir: 3, bogus: 1, constructor: 2 },
      problems: ['--nope: no such setting'],
    });
    expect(problems).toEqual([
      '--nope: no such setting',
      'settings.dataDir (config): Invalid input: expected string, received number',
      '--port: Expected a number, 0 to 9',
      '--needed is needed (or GPII_TEST_NEEDED, or settings.needed in the config)',
      'settings.bogus (config): no such setting',
      'settings.constructor (config): no such setting',
    ]);
  });

  it('says where a value of the environment is wrong by its name there', () => {
    expect(problemsOf({ flags: { needed: 'n' }, env: { GPII_TEST_PORT: '10' }, config: {} })).toEqual([
      'GPII_TEST_PORT: Expected a number, 0 to 9',
    ]);
  });

  it('checks what must hold between settings when each one is right', () => {
    expect(problemsOf({ ...given, flags: { needed: 'same', extra: 'same' } })).toEqual([
      '--needed is the same as --extra',
    ]);
  });

  it('ends with exit code 78', () => {
    expect(() => readSettings(definition, given)).toThrow(
      expect.objectContaining({ exitCode: 78, message: 'Cannot start gpii-test:' }),
    );
  });
});
