import { describe, expect, it } from 'vitest';
import { planUpkeep } from '../src/access-token-upkeep.ts';

describe('planUpkeep', () => {
  it.each([60, 600, 3600, 86_400])('keeps at most 1.7 lifetimes of %d s on the disk', (lifetimeSeconds) => {
    const { bucketWidthSeconds, sweepIntervalMs } = planUpkeep(lifetimeSeconds);
    const keptSeconds = lifetimeSeconds + bucketWidthSeconds + sweepIntervalMs / 1000;
    expect(keptSeconds / lifetimeSeconds).toBeLessThanOrEqual(1.7);
  });

  it('looks every ten minutes at least', () => {
    expect(planUpkeep(86_400).sweepIntervalMs).toBe(600_000);
  });

  it('makes no bucket for each second of very short lifetimes', () => {
    expect(planUpkeep(1)).toEqual({ bucketWidthSeconds: 10, sweepIntervalMs: 2000 });
  });
});
