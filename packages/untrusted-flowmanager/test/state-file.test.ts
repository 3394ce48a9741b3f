import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStateFile, removeStateFile, stateFileOf, writeStateFile } from '../src/state-file.ts';
import { makeFolder } from './support/run-command.ts';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  folder.remove();
});

test('writes a file that only this account can read', () => {
  const stateDir = join(folder.path, 'state');
  writeStateFile(stateDir, { url: 'http://127.0.0.1:1', pid: 7 });
  expect(readStateFile(stateDir)).toEqual({ url: 'http://127.0.0.1:1', pid: 7 });
  expect(statSync(stateFileOf(stateDir)).mode & 0o777).toBe(0o600);
  expect(readdirSync(stateDir)).toEqual(['flowmanager.json']);
});

test('removes its own file', () => {
  writeStateFile(folder.path, { url: 'http://127.0.0.1:1', pid: 7 });
  removeStateFile(folder.path, 7);
  expect(readStateFile(folder.path)).toBe('absent');
});

test('leaves the file of another process', () => {
  writeStateFile(folder.path, { url: 'http://127.0.0.1:1', pid: 8 });
  removeStateFile(folder.path, 7);
  expect(readStateFile(folder.path)).toMatchObject({ pid: 8 });
});

test('notices a file that is not its own', () => {
  writeFileSync(stateFileOf(folder.path), '{"url":1}');
  expect(readStateFile(folder.path)).toBe('malformed');
});

test('says which folder it could not write to', () => {
  const inTheWay = join(folder.path, 'file');
  writeFileSync(inTheWay, '');
  expect(() => {
    writeStateFile(inTheWay, { url: 'http://127.0.0.1:1', pid: 7 });
  }).toThrow(expect.objectContaining({ exitCode: 69, message: expect.stringContaining(inTheWay) as string }));
});
