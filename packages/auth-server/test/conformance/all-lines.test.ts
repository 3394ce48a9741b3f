import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** How many lines each part of the conformance table has: 143 in all. */
const PARTS = { T: 48, C: 21, X: 10, P: 7, A: 21, B: 11, R: 10, I: 5, M: 7, G: 3 } as const;

it('has a test for each line of the table', () => {
  const folder = new URL('.', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name !== 'all-lines.test.ts');
  const text = names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const lines = Object.entries(PARTS).flatMap(([part, count]) =>
    Array.from({ length: count }, (_, index) => `${part}${String(index + 1).padStart(2, '0')}`),
  );
  expect(lines).toHaveLength(143);
  expect(lines.filter((line) => !new RegExp(`\\b${line}\\b`).test(text))).toEqual([]);
});
