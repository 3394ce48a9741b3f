const BUCKET_NAME = /^[1-9a-z][0-9a-z]{0,8}$/;

/**
 * The bucket for what expires at this time: the second at which the bucket ends, in base 36. All in it expires before
 * that end, and the name alone tells it, so buckets of different widths can stand side by side.
 *
 * @throws RangeError when `expiresAt` is no date after 1970.
 */
export function bucketNameFor(expiresAt: Date, widthSeconds: number): string {
  const expirySeconds = expiresAt.getTime() / 1000;
  if (!(expirySeconds >= 0)) throw new RangeError('An access token expires at a date after 1970');
  return ((Math.floor(expirySeconds / widthSeconds) + 1) * widthSeconds).toString(36);
}

/** When all in the bucket has expired, or `undefined` when the name is none of ours. */
export function bucketEndOf(bucketName: string): Date | undefined {
  if (!BUCKET_NAME.test(bucketName)) return undefined;
  const end = new Date(Number.parseInt(bucketName, 36) * 1000);
  return Number.isNaN(end.getTime()) ? undefined : end;
}
