import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDeviceReport } from '../src/device/device-report.ts';
import { makeFolder } from './support/run-command.ts';

const folder = makeFolder();
afterAll(folder.remove);

function fileWith(text: string): string {
  const file = join(folder.path, 'device.json');
  writeFileSync(file, text);
  return file;
}

test('keeps what it does not know', () => {
  const report = { OS: { id: 'linux', version: '4.15' }, solutions: [{ id: 'org.gnome.orca', version: '3' }], more: 1 };
  expect(JSON.parse(readDeviceReport(fileWith(JSON.stringify(report, null, 2))))).toEqual(report);
});

test.each([
  ['is not JSON', 'OS = linux', 'is not JSON'],
  ['is no object', '[]', "can't be used"],
  ['has no OS.id', '{"OS":{},"solutions":[]}', "can't be used"],
  ['has no solutions', '{"OS":{"id":"linux"}}', "can't be used"],
])('refuses a file that %s, with exit code 78 and its name', (_what, text, words) => {
  const file = fileWith(text);
  expect(() => readDeviceReport(file)).toThrow(
    expect.objectContaining({ exitCode: 78, message: expect.stringContaining(words) as string }),
  );
  expect(() => readDeviceReport(file)).toThrow(file);
});

test('refuses a file that is not there', () => {
  expect(() => readDeviceReport(join(folder.path, 'none.json'))).toThrow(
    /none\.json can't be read: there is no such file/,
  );
});

test('refuses a report that is longer than GPII Cloud takes, before anybody keys in', () => {
  const solutions = Array.from({ length: 10_000 }, (_, n) => ({ id: `org.example.solution-${n}` }));
  const file = fileWith(JSON.stringify({ OS: { id: 'linux' }, solutions }));
  expect(() => readDeviceReport(file)).toThrow(
    expect.objectContaining({ exitCode: 78, problems: [expect.stringContaining('report less')] }),
  );
});
