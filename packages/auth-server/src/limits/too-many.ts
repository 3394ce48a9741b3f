import type { Reason } from '@gpii/protocol';
import { TokenError } from '../token/token-error.ts';
import type { WindowCount } from './window-counts.ts';

/** Reasons of the limits. */
export type LimitReason = Extract<
  Reason,
  | 'too_many_failures'
  | 'too_many_failures_from_address'
  | 'too_many_mails'
  | 'too_many_sign_in_failures'
  | 'too_many_unknown_gpii_tokens'
>;

const DESCRIPTIONS: Readonly<Record<LimitReason, string>> = {
  too_many_failures: 'Too many wrong tries: wait before the next one',
  too_many_failures_from_address: 'Too many wrong tries from this address: wait before the next one',
  too_many_mails: 'Too many mails were asked for: wait before the next one',
  too_many_sign_in_failures: 'Too many wrong passwords for this account: wait before the next try',
  too_many_unknown_gpii_tokens: 'Too many unknown GPII tokens: wait before the next one',
};

/** 429 `slow_down`, until the window ends. */
export function tooMany(reason: LimitReason, { endsAtMs }: WindowCount, nowMs: number): TokenError {
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000));
  return new TokenError('slow_down', DESCRIPTIONS[reason], { reason, retryAfterSeconds });
}
