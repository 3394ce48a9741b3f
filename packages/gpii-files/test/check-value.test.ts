import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import { checkValue } from '../src/schemas/check-value.ts';
import { collectTermSchemas } from '../src/schemas/term-schemas.ts';

function rulesBroken(value: JsonValue, schema: JsonObject): string[] {
  const broken: string[] = [];
  checkValue({ value, schema, dataPath: [], schemaPath: [] }, ({ dataPath, schemaPath }) => {
    broken.push(`${dataPath.join('.')}:${schemaPath.join('.')}`);
  });
  return broken;
}

describe('a value and its schema', () => {
  it.each<[JsonValue, JsonObject, string[]]>([
    [1, { type: 'integer' }, []],
    [1.5, { type: 'integer' }, [':type']],
    ['1', { type: 'number' }, [':type']],
    [Infinity, { type: 'number' }, [':type']],
    [null, { type: ['null', 'string'] }, []],
    [null, { type: 'object' }, [':type']],
    [[], { type: 'object' }, [':type']],
    [0.3, { multipleOf: 0.1 }, []],
    [1.7, { multipleOf: 0.1 }, []],
    [0.35, { multipleOf: 0.1 }, [':multipleOf']],
    [0, { minimum: 1 }, [':minimum']],
    [1, { minimum: 1, maximum: 1 }, []],
    [2, { maximum: 1 }, [':maximum']],
    ['a', { minimum: 1, multipleOf: 2 }, []],
    ['b', { enum: ['a'] }, [':enum']],
    [{ a: 1 }, { enum: [{ a: 1 }] }, []],
    [['a', 'b'], { items: { enum: ['a'] } }, ['1:items.enum']],
    [{}, { properties: { a: { required: true } } }, ['a:properties.a.required']],
    [{}, { properties: { a: { required: false } } }, []],
    [{ a: 1 }, { additionalProperties: false }, ['a:additionalProperties']],
    [{ a: 1 }, { additionalProperties: { type: 'string' } }, ['a:additionalProperties.type']],
    [
      { a: { b: 1 } },
      { properties: { a: { properties: { b: { type: 'string' } } } } },
      ['a.b:properties.a.properties.b.type'],
    ],
    [3, { oneOf: [{ minimum: 2 }, { maximum: 4 }] }, [':oneOf']],
    [3, { oneOf: [{ minimum: 4 }, { maximum: 4 }] }, []],
    [3, { anyOf: [{ minimum: 2 }, { maximum: 4 }] }, []],
    [3, { anyOf: [{ minimum: 4 }, { maximum: 2 }] }, [':anyOf']],
    [3, { title: 'T', description: 'D', default: 1, pattern: '(a+)+$', enumLabels: [] }, []],
  ])('%j against %j breaks %j', (value, schema, broken) => {
    expect(rulesBroken(value, schema)).toEqual(broken);
  });
});

describe('the schema of an application', () => {
  const handlers = (...supported: (JsonObject | undefined)[]): JsonObject => ({
    settingsHandlers: Object.fromEntries(
      supported.map((supportedSettings, index) => [
        `h${index}`,
        supportedSettings === undefined ? {} : { supportedSettings },
      ]),
    ),
  });
  const APP = 'http://registry.gpii.net/applications/';

  it('allows what the registry of any system describes, and nothing else', () => {
    const terms = collectTermSchemas(
      {},
      {
        linux: { app: handlers({ a: { schema: { type: 'number' } } }, { c: {} }) },
        win32: { app: handlers({ a: { schema: { type: 'string' } }, b: { schema: { type: 'number' } } }) },
      },
    );
    const schema = terms.schemaOf(`${APP}app`) ?? {};
    expect([
      rulesBroken({ a: 1, b: 1, c: 'any' }, schema),
      rulesBroken({ a: 'x' }, schema),
      rulesBroken({ a: true }, schema),
      rulesBroken({ d: 1 }, schema),
      rulesBroken([], schema),
    ]).toEqual([[], [], ['a:properties.a.anyOf'], ['d:additionalProperties'], [':type']]);
  });

  it('allows more where a handler does not say what it supports, and is none where none does', () => {
    const registry = { open: handlers({ a: { schema: { type: 'number' } } }, undefined), silent: handlers(undefined) };
    const terms = collectTermSchemas({}, { linux: registry });
    expect([rulesBroken({ d: 1 }, terms.schemaOf(`${APP}open`) ?? {}), terms.schemaOf(`${APP}silent`)]).toEqual([
      [],
      undefined,
    ]);
  });
});
