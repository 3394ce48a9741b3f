import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../src/options.ts';
import { judge } from '../src/report/results.ts';
import { ALL_ROWS } from '../src/rows/all-rows.ts';

describe('judge', () => {
  it('holds a figure against its bound', () => {
    const figure = { name: 'start', value: 1500, unit: 'ms' };
    expect(judge({ ...figure, goal: { atMost: 1500 } }).isMet).toBe(true);
    expect(judge({ ...figure, goal: { atMost: 1499 } }).isMet).toBe(false);
    expect(judge({ ...figure, goal: { atLeast: 1501 } }).isMet).toBe(false);
  });

  it('says nothing where there is no goal', () => {
    expect(judge({ name: 'p50', value: 1, unit: 'ms' })).not.toHaveProperty('isMet');
  });
});

describe('readOptions', () => {
  it('takes all rows but those that take minutes unless --only names some', () => {
    expect(readOptions([], ALL_ROWS)?.rows).toEqual(ALL_ROWS.filter(({ takesMinutes }) => takesMinutes !== true));
    expect(readOptions(['--only', 'settings,token'], ALL_ROWS)?.rows.map(({ name }) => name)).toEqual([
      'token',
      'settings',
    ]);
  });

  it.each([['--only', 'nothing'], ['--rounds', '1.5'], ['--seconds', '0'], ['--fast']])('refuses %s %s', (...args) => {
    expect(() => readOptions(args, ALL_ROWS)).toThrow(UsageError);
  });

  it('makes rounds short for --quick, unless told otherwise', () => {
    expect(readOptions(['--quick'], ALL_ROWS)).toMatchObject({ seconds: 0.5, rounds: 1 });
    expect(readOptions(['--quick', '--rounds', '2'], ALL_ROWS)).toMatchObject({ seconds: 0.5, rounds: 2 });
  });
});
