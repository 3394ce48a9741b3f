import { expect, it } from 'vitest';
import { iniFormat } from '../../src/files/ini-format.ts';

const { read, write } = iniFormat('one');
const MIXED = 'a=1\r\nb=2\n[c] ; here\r\nd=3\n\r\ne=4\r\n[f]\ng=5';

it.each([
  ['a', 'a=9\r\n'],
  ['b', 'b=9\n'],
  ['c.d', 'd=9\n'],
  ['c.e', 'e=9\r\n'],
  ['f.g', 'g=9'],
])('finds and changes %s in a file of mixed line ends, and all ends stay', (setting, line) => {
  const old = read(MIXED, setting);
  const changed = write(MIXED, setting, 9);
  expect(changed).toBe(MIXED.replace(line.replace('9', JSON.stringify(old)), line));
  expect(write(changed, setting, old)).toBe(MIXED);
});

it.each([['x'], ['c.x'], ['f.x'], ['new.x']])('is as before when %s was added and taken out again', (setting) => {
  const changed = write(MIXED, setting, 9);
  expect(read(changed, setting)).toBe(9);
  expect(write(changed, setting, undefined).replace(/\n\[new\]/, '')).toBe(MIXED);
});

it('adds lines with the end of the line before', () => {
  expect(write(MIXED, 'c.x', 9)).toContain('e=4\r\nx=9\r\n[f]');
  expect(write('a=1\nb=2\r\n', 'x', 9)).toBe('a=1\nb=2\r\nx=9\r\n');
  expect(write('a=1\r\nb=2', 'x', 9)).toBe('a=1\r\nb=2\r\nx=9');
  expect(write('', 's.x', 9)).toBe('[s]\nx=9\n');
});
