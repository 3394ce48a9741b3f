import { describe, expect, it } from 'vitest';
import { iniFormat } from '../../src/files/ini-format.ts';
import { jsonFormat } from '../../src/files/json-format.ts';
import { HandlerError } from '../../src/index.ts';

describe('an INI file', () => {
  const nested = iniFormat('nested');
  const text = 'top=1\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n\n[c]\nx=3\n';

  it.each([
    ['top', 9, 'top=9\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n\n[c]\nx=3\n'],
    ['a.x', 9, 'top=1\n\n[a] ; first\nx=9 ; why\n\n[[b]]\ny=2\n\n[c]\nx=3\n'],
    ['c.x', 9, 'top=1\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n\n[c]\nx=9\n'],
    ['new', 9, 'top=1\nnew=9\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n\n[c]\nx=3\n'],
    ['a.new', 9, 'top=1\n\n[a] ; first\nx=1 ; why\nnew=9\n\n[[b]]\ny=2\n\n[c]\nx=3\n'],
    ['a.d.new', 9, 'top=1\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n[[d]]\nnew=9\n\n[c]\nx=3\n'],
    ['e.f.new', 9, 'top=1\n\n[a] ; first\nx=1 ; why\n\n[[b]]\ny=2\n\n[c]\nx=3\n[e]\n[[f]]\nnew=9\n'],
  ])('takes %s where it belongs, and keeps the rest', (setting, value, expected) => {
    expect(nested.write(text, setting, value)).toBe(expected);
    expect(nested.read(expected, setting)).toBe(value);
  });

  it('loses a setting with its line', () => {
    expect(nested.write(text, 'a.x', undefined)).toBe(text.replace('x=1 ; why\n', ''));
    expect(nested.read(text, 'b.y')).toBeUndefined();
  });

  it('has sections whose names have a full stop, where there are no subsections', () => {
    expect(iniFormat('one').read('[Voice 1.5]\nrate=3\n', 'Voice 1.5.rate')).toBe(3);
  });

  it('is read and written in time, whatever a person has for a value', () => {
    const long = `x${' '.repeat(200_000)}y`;
    const written = nested.write('[a]\nx=1\n', 'a.x', long);
    expect(nested.read(written, 'a.x')).toBe(long);
    expect(nested.write(written, 'a.y', 2)).toBe(`[a]\nx=${long}\ny=2\n`);
    expect(nested.write(`[a]\nx${' '.repeat(200_000)}y\n`, 'a.x', 2)).toContain('\nx=2\n');
  });

  it.each([
    ['a.x', 'one\n[other]\nline=two'],
    ['a.x', { not: 'text' }],
    ['a]\n[b.x', 1],
    ['x=1\ny', 1],
    ['', 1],
  ])('takes nothing that is another line: %j', (setting, value) => {
    expect(() => nested.write(text, setting, value)).toThrow(HandlerError);
  });
});

describe('a JSON file', () => {
  const text = '{\n  "a": { "x": 1.0 },\n  "b.c": [1, "}"],\n  "last": "\\"{"\n}\n';

  it.each([
    ['a.x', 2, text.replace('1.0', '2')],
    ['b\\.c', 'z', text.replace('[1, "}"]', '"z"')],
    ['a.y', true, text.replace('1.0 }', '1.0, "y": true }')],
    ['n.m', null, text.replace('"\\"{"\n', '"\\"{",\n  "n": {"m":null}\n')],
  ])('takes %s where it belongs, and keeps the rest', (setting, value, expected) => {
    const written = jsonFormat.write(text, setting, value);
    expect(JSON.parse(written)).toEqual(JSON.parse(expected));
    expect(jsonFormat.read(written, setting)).toBe(value);
    expect(written.replace(/\s/g, '')).toBe(expected.replace(/\s/g, ''));
  });

  it.each(['a', 'b\\.c', 'last'])('loses %s and stays JSON', (setting) => {
    const rest = JSON.parse(text) as Record<string, unknown>;
    Reflect.deleteProperty(rest, setting.replace('\\', ''));
    expect(JSON.parse(jsonFormat.write(text, setting, undefined))).toEqual(rest);
  });

  it.each(['{"a":1', '[1]', '3', '// comment\n{}'])('that holds %j is refused and not quoted', (content) => {
    expect(() => jsonFormat.write(content, 'a', 1)).toThrow(HandlerError);
    expect(() => jsonFormat.write(content, 'a', 1)).not.toThrow(content);
  });

  it('keeps a member that every object inherits to itself', () => {
    expect(jsonFormat.read('{}', 'constructor')).toBeUndefined();
    expect(jsonFormat.write('', '__proto__.x', 1)).toBe('{\n  "__proto__": {\n    "x": 1\n  }\n}\n');
  });
});
