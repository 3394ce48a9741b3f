import { describe, expect, it } from 'vitest';
import { bucketEndOf, bucketNameFor } from '../src/bucket-name.ts';

describe('bucket names', () => {
  it('tell the end of the bucket, before which all in it has expired', () => {
    for (const width of [60, 3600, 86_400]) {
      for (const time of [0, 59_999, 3_600_000, Date.parse('2030-01-01T12:34:56.789Z'), Date.parse('2100-01-01')]) {
        const end = bucketEndOf(bucketNameFor(new Date(time), width))?.getTime() ?? Number.NaN;
        expect(end).toBeGreaterThan(time);
        expect(end - time).toBeLessThanOrEqual(width * 1000);
      }
    }
  });

  it.each(['', '0', '01', 'T6X2K0', '1_', '1.5', '-1', 'zzzzzzzzz', '1234567890', 'until-1'])('are not %j', (name) => {
    expect(bucketEndOf(name)).toBeUndefined();
  });
});
