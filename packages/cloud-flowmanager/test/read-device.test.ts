import { describe, expect, it } from 'vitest';
import { createDeviceReader } from '../src/settings/read-device.ts';

const report = (osId: string): string => JSON.stringify({ OS: { id: osId }, solutions: [] });

describe('a device report', () => {
  it('is read anew when one character differs', () => {
    const read = createDeviceReader();
    expect(['win32', 'linux', 'win32'].map((osId) => read(report(osId)).osId)).toEqual(['win32', 'linux', 'win32']);
  });

  it('that is refused is refused again', () => {
    const read = createDeviceReader();
    const refusals = [1, 2].map(() => {
      try {
        return read('{');
      } catch (error) {
        return error;
      }
    });
    expect(refusals).toMatchObject([{ status: 400 }, { status: 400 }]);
  });
});
