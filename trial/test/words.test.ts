import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPorts } from '../src/check-ports.ts';
import { readDemoPeople } from '../src/demo-people.ts';
import { lastSentence } from '../src/last-sentence.ts';
import { parseListeningLine } from '../src/listening-line.ts';
import { createReport } from '../src/report.ts';

const preferencesDir = fileURLToPath(new URL('../data/preferences', import.meta.url));

describe('the last sentence of a program', () => {
  it.each([
    ['nothing', '', undefined],
    ['a sentence', 'Cannot listen on 127.0.0.1:8081.\n', 'Cannot listen on 127.0.0.1:8081.'],
    ['a heading with problems', 'Cannot start x:\n  ✖ --a: b\n  ✖ --c: d\n', 'Cannot start x: --a: b; --c: d'],
    ['a sentence for the person and one for the helper', 'Key unknown.\n(code: help)\n', 'Key unknown. (code: help)'],
    ['a warning of Node before it', '(node:7) Warning: old\nIt failed.\n', 'It failed.'],
    [
      'an error with its stack',
      'f.js:1\nthrow x\n^\n\nError: boom\n    at f (f.js:1)\n\nNode.js v20.1.0\n',
      'Error: boom',
    ],
  ])('is taken from %s', (_name, stderr, sentence) => {
    expect(lastSentence(stderr)).toBe(sentence);
  });
});

describe('the listening line', () => {
  it('gives the address', () => {
    expect(parseListeningLine('{"event":"listening","service":"x","url":"http://127.0.0.1:1"}')).toBe(
      'http://127.0.0.1:1',
    );
  });

  it.each(['{"level":"info","event":"listening"}', 'text', '', '{"event":"listening"'])('is not %j', (line) => {
    expect(parseListeningLine(line)).toBeUndefined();
  });
});

describe('the report', () => {
  it.each([
    [true, undefined, '\u001b[32m✓\u001b[39m done\n'],
    [true, '', '\u001b[32m✓\u001b[39m done\n'],
    [true, '1', '✓ done\n'],
    [false, undefined, '✓ done\n'],
  ])('on a terminal (%s) with NO_COLOR=%s is %j', (isTTY, noColor, expected) => {
    const written: string[] = [];
    createReport({ isTTY, write: (text) => written.push(text) }, noColor).done('done');
    expect(written.join('')).toBe(expected);
  });
});

describe('the demo people', () => {
  it('each have a phrase that says who they are', async () => {
    const people = await readDemoPeople(preferencesDir);
    expect(people.map(({ gpiiToken }) => `${gpiiToken}.json5`)).toEqual(readdirSync(preferencesDir).sort());
    expect(people.filter(({ phrase }) => !/^\w+('s)? .+[^.:]$/.test(phrase))).toEqual([]);
  });
});

describe('ports', () => {
  it('that are taken are named together with their option', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const taken = checkPorts([
      { port: 0, option: '--cloud-port' },
      { port, option: '--requester-port' },
    ]);
    await expect(taken).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(new RegExp(`^Port ${port} is taken.*--requester-port 0$`)) as string,
    });
  });
});
