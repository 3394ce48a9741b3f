import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damageEnd, findNewestLog } from '../src/crash/damage-log.ts';
import { createRandom } from '../src/measure/random.ts';

describe('damaging a LevelDB log', () => {
  let folder: string;
  const content = Buffer.alloc(200 * 1024, 'a');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gpii-damage-'));
    await mkdir(join(folder, 'core'));
    await mkdir(join(folder, 'audit'));
    for (const [name, atSeconds] of [
      ['core/000003.log', 100],
      ['audit/000007.log', 300],
      ['audit/000008.ldb', 900],
      ['core/LOG', 900],
    ] as const) {
      await writeFile(join(folder, name), content);
      await utimes(join(folder, name), atSeconds, atSeconds);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('finds the log that was written last', () => {
    expect(findNewestLog(folder)).toBe(join(folder, 'audit/000007.log'));
    expect(findNewestLog(join(folder, 'core'))).toBe(join(folder, 'core/000003.log'));
  });

  it('cuts or garbles 1 to 64 KiB at the end and leaves the rest', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const file = join(folder, `${seed}.log`);
      await writeFile(file, content);
      const { how, bytes } = await damageEnd(file, createRandom(seed));
      seen.add(how);
      const damaged = await readFile(file);
      const kept = content.length - bytes;
      expect(bytes).toBeGreaterThanOrEqual(1024);
      expect(bytes).toBeLessThanOrEqual(65_536);
      expect(damaged.subarray(0, kept).equals(content.subarray(0, kept))).toBe(true);
      expect(damaged.length).toBe(how === 'cut' ? kept : content.length);
      if (how === 'garbled') expect(damaged.equals(content)).toBe(false);
    }
    expect([...seen].sort()).toEqual(['cut', 'garbled']);
  });
});
