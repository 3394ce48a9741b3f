import { describe, expect, it } from 'vitest';
import { ALL_PROOFS } from '../src/all-proofs.ts';
import { readOptions, UsageError, type ProofOptions } from '../src/options.ts';

const read = (...args: string[]): ProofOptions | string => readOptions(args, ALL_PROOFS, () => 42);

describe('readOptions', () => {
  it('takes what the goals ask for where nothing is said', () => {
    expect(read('crash')).toMatchObject({
      seed: 42,
      sizes: new Map([
        ['rounds', 50],
        ['damage-rounds', 10],
      ]),
    });
  });

  it('takes a seed and smaller sizes', () => {
    expect(read('storage', '--seed', '7', '--count', '1000', '--minutes', '0.5')).toMatchObject({
      seed: 7,
      sizes: new Map([
        ['count', 1000],
        ['minutes', 0.5],
      ]),
    });
  });

  it('helps with all proofs, and with one', () => {
    expect(read()).toContain('proof:million');
    expect(read('slow', '--help')).toContain('--bodies N');
  });

  it.each([['nothing'], ['crash', '--minutes', '1'], ['crash', '--rounds', 'many'], ['crash', '--rounds', '-1']])(
    'refuses %s %s %s',
    (...args) => {
      expect(() => read(...args)).toThrow(UsageError);
    },
  );
});
