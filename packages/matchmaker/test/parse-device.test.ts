import { describe, expect, it } from 'vitest';
import { DeviceError } from '../src/device-error.ts';
import {
  DEVICE_CHARACTER_LIMIT,
  DEVICE_NESTING_LIMIT,
  DEVICE_SOLUTION_LIMIT,
  parseDevice,
} from '../src/parse-device.ts';

const EMPTY = { osId: undefined, solutions: [] };

function reasonOf(text: string): string {
  try {
    parseDevice(text);
  } catch (error) {
    return error instanceof DeviceError ? error.reason : 'another error';
  }
  return 'none';
}

/** A device whose value is nested this deep, the device itself included. */
const nested = (levels: number) => `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

describe('parseDevice', () => {
  it('reads operating system and solutions', () => {
    const text = '{"OS":{"id":"linux","version":"5"},"solutions":[{"id":"a","version":"1.2.3","more":1},{"id":"b"}]}';
    expect(parseDevice(text)).toEqual({ osId: 'linux', solutions: [{ id: 'a', version: '1.2.3' }, { id: 'b' }] });
  });

  it.each([
    'null',
    '3',
    '"s"',
    '[]',
    '{}',
    '{"OS":null,"solutions":null}',
    '{"OS":[],"solutions":{}}',
    '{"OS":{"id":3}}',
  ])('takes %s for a device that reports nothing', (text) => {
    expect(parseDevice(text)).toEqual(EMPTY);
  });

  it('skips solutions that are none', () => {
    const text = '{"solutions":[null,1,"a",[],{},{"id":null},{"id":5},{"id":"b","version":2}]}';
    expect(parseDevice(text).solutions).toEqual([{ id: 'b' }]);
  });

  it('does not take inherited members for reported ones', () => {
    expect(parseDevice('{"__proto__":{"OS":{"id":"linux"},"solutions":[{"id":"a"}]}}')).toEqual(EMPTY);
  });

  it.each(['', '{', 'undefined', '{a:1}'])('refuses %j, which is not JSON', (text) => {
    expect(reasonOf(text)).toBe('device_not_json');
  });

  it('keeps the cause of a refusal', () => {
    expect(() => parseDevice('{')).toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as unknown, name: 'DeviceError' }),
    );
  });

  it('refuses a report that is too long', () => {
    const spaces = ' '.repeat(DEVICE_CHARACTER_LIMIT - 2);
    expect(reasonOf(`{}${spaces}`)).toBe('none');
    expect(reasonOf(`{}${spaces} `)).toBe('device_too_long');
  });

  it('refuses a report that is nested too deep', () => {
    expect(reasonOf(nested(DEVICE_NESTING_LIMIT))).toBe('none');
    expect(reasonOf(nested(DEVICE_NESTING_LIMIT + 1))).toBe('device_too_deep');
    expect(reasonOf(nested(30_000))).toBe('device_too_deep');
  });

  it('refuses a report of too many solutions', () => {
    const report = (count: number) => `{"solutions":[${Array(count).fill('0').join()}]}`;
    expect(reasonOf(report(DEVICE_SOLUTION_LIMIT))).toBe('none');
    expect(reasonOf(report(DEVICE_SOLUTION_LIMIT + 1))).toBe('device_too_many_solutions');
  });
});
