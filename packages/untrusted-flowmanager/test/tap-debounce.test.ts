import { expect, test } from 'vitest';
import { createTapDebounce } from '../src/tap-debounce.ts';

test('takes a tap within 1.5 s of the last one for its echo', () => {
  let nowMs = 0;
  const countsAsTap = createTapDebounce(() => nowMs);
  expect(countsAsTap('alice')).toBe(true);
  nowMs = 1_499;
  expect(countsAsTap('alice')).toBe(false);
});

test('does not let an echo prolong the wait', () => {
  let nowMs = 0;
  const countsAsTap = createTapDebounce(() => nowMs);
  countsAsTap('alice');
  nowMs = 1_400;
  countsAsTap('alice');
  nowMs = 1_500;
  expect(countsAsTap('alice')).toBe(true);
});

test('keeps the taps of two people apart', () => {
  const countsAsTap = createTapDebounce(() => 0);
  countsAsTap('alice');
  expect(countsAsTap('bob')).toBe(true);
});
