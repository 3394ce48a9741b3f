import { randomFillSync } from 'node:crypto';

const SECRET_BYTES = 32;
/** Filling costs 4 µs however much is asked for, so 128 secrets are drawn at a time. */
const pool = Buffer.alloc(128 * SECRET_BYTES);
let at = pool.length;

/** 256 random bits as base64url, for the busiest road. What was handed out is wiped from the pool. */
export function makeRandomText(): string {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const text = pool.toString('base64url', at, at + SECRET_BYTES);
  pool.fill(0, at, at + SECRET_BYTES);
  at += SECRET_BYTES;
  return text;
}
