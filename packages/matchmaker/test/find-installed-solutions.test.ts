import { describe, expect, it } from 'vitest';
import { findInstalledSolutions } from '../src/find-installed-solutions.ts';
import type { DeviceReport } from '../src/parse-device.ts';
import { linuxDevice, linuxRegistry, parsed } from './linux-registry.ts';

const idsOn = (device: DeviceReport, registry = linuxRegistry({ b: {}, a: { version: '>=2' }, c: {} })) =>
  findInstalledSolutions(device, registry).map(({ id }) => id);

describe('findInstalledSolutions', () => {
  it('keeps a solution that the device reports, in registry order', () => {
    expect(idsOn(linuxDevice('c', 'unknown', 'a', 'b', 'b'))).toEqual(['b', 'a', 'c']);
    expect(idsOn(linuxDevice('a'))).toEqual(['a']);
  });

  it('finds nothing for an unknown or missing operating system', () => {
    expect(idsOn({ ...linuxDevice('a'), osId: 'plan9' })).toEqual([]);
    expect(idsOn({ ...linuxDevice('a'), osId: undefined })).toEqual([]);
  });

  it('looks at versions where both sides name one', () => {
    const withVersions = (...solutions: DeviceReport['solutions']) => idsOn({ osId: 'linux', solutions });
    expect(withVersions({ id: 'a', version: '2.1.0' }, { id: 'b', version: 'any' })).toEqual(['b', 'a']);
    expect(withVersions({ id: 'a', version: '1.9.9' })).toEqual([]);
    expect(withVersions({ id: 'a', version: '1.9.9' }, { id: 'a', version: '2.0.0' })).toEqual(['a']);
    expect(withVersions({ id: 'a', version: '2.0.0' }, { id: 'a', version: '1.9.9' })).toEqual(['a']);
    expect(withVersions({ id: 'a', version: '1.9.9' }, { id: 'a' })).toEqual(['a']);
  });

  it('finds only what is reported also under hostile names', () => {
    const registry = linuxRegistry(parsed('{"__proto__":{},"constructor":{},"toString":{}}'));
    expect(idsOn(linuxDevice(), registry)).toEqual([]);
    expect(idsOn(linuxDevice('toString', '__proto__'), registry)).toEqual(['__proto__', 'toString']);
  });
});
