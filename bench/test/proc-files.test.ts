import { describe, expect, it } from 'vitest';
import { parseCpuTicks, parseMemory } from '../src/processes/proc-files.ts';

describe('parseCpuTicks', () => {
  it('adds user and kernel time, after a name with spaces and brackets', () => {
    const stat = '4711 (node (a) b) S 1 4711 4711 0 -1 4194304 900 0 3 0 250 50 7 9 20 0 11 0 123 456 789';
    expect(parseCpuTicks(stat)).toBe(300);
  });
});

describe('parseMemory', () => {
  it('reads Rss, Pss and Anonymous in bytes', () => {
    const rollup =
      '55d0-7fff ---p 00000000 00:00 0 [rollup]\nRss:               90000 kB\nPss:               40000 kB\nPss_Dirty:         30000 kB\nAnonymous:         20000 kB\n';
    expect(parseMemory(rollup)).toEqual({ rssBytes: 92_160_000, pssBytes: 40_960_000, anonymousBytes: 20_480_000 });
  });
});
