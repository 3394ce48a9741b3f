import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../src/reasons.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
/** Cells of each row that begins with a word in backticks. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')))
  .map(([, reason = '', statuses = '', from = '', advice = '']) => ({ reason, statuses, from, advice }));

describe('docs/errors.md', () => {
  it('lists every reason of the code', () => {
    const listed = new Set(rows.map(({ reason }) => reason));
    expect(Object.keys(REASONS).filter((reason) => !listed.has(reason))).toEqual([]);
  });

  it('lists no reason that the code does not have', () => {
    expect(rows.map(({ reason }) => reason).filter((reason) => !Object.hasOwn(REASONS, reason))).toEqual([]);
  });

  it('lists each reason once', () => {
    const listed = rows.map(({ reason }) => reason);
    expect(listed.filter((reason, index) => listed.indexOf(reason) !== index)).toEqual([]);
  });

  it('gives each a status, a place where it comes from and what to do', () => {
    const incomplete = rows.filter(
      ({ statuses, from, advice }) =>
        !/^([1-5]\d\d|–)(, ([1-5]\d\d|–))*$/.test(statuses) || from === '' || advice === '',
    );
    expect(incomplete).toEqual([]);
  });
});

describe('reasons', () => {
  it.each(Object.keys(REASONS))('%s is snake_case', (reason) => {
    expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });
});
