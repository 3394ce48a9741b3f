import { describe, expect, it } from 'vitest';
import { isJsonObject, memberOf, setMember } from '../src/json.ts';
import { parsed } from './linux-registry.ts';

describe('isJsonObject', () => {
  it('knows objects from lists, null and single values', () => {
    expect([{}, Object.create(null), [], null, undefined, 'x', 3].map(isJsonObject)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('memberOf', () => {
  it('gives own members only', () => {
    const object = parsed('{"__proto__": 1, "a": null}');
    expect(['a', '__proto__', 'b', 'constructor', 'toString'].map((key) => memberOf(object, key))).toEqual([
      null,
      1,
      undefined,
      undefined,
      undefined,
    ]);
    expect(memberOf({}, '__proto__')).toBeUndefined();
  });
});

describe('setMember', () => {
  it('sets a member of any name and leaves the prototype alone', () => {
    const object = {};
    setMember(object, '__proto__', { a: 1 });
    setMember(object, '__proto__', { a: 2 });
    setMember(object, 'constructor', 3);
    expect(JSON.stringify(object)).toBe('{"__proto__":{"a":2},"constructor":3}');
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });
});
