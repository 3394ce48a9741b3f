import { describe, expect, it } from 'vitest';
import { parseCredential } from '../src/credential/parse-credential.ts';
import { decodeText } from '../src/terminal/decode-text.ts';
import { toPath } from '../src/terminal/to-path.ts';

const ID = '53684234497-hgd07kcq01tjod4mg0rt8k8omt2phak5';
const SECRET = 'ClMxQY6JM1lwfMp5Gr_9EMw4-x';
const file = { installed: { client_id: ID, client_secret: SECRET, name: 'Bakersfield “AJC” – PC1' } };
const pair = { installed: { client_id: ID, client_secret: SECRET, name: '' } };

describe('a credential as people copy it', () => {
  it.each([
    ['the whole file', JSON.stringify(file, null, 2), file],
    ['the file between other words', `Here it is:\n\n${JSON.stringify(file)}\n\nRegards`, file],
    ['a byte order mark before it', `\ufeff${JSON.stringify(file)}`, file],
    ['two lines', `${ID}\n${SECRET}`, pair],
    ['two lines of Windows, with spaces', `  ${ID}  \r\n\r\n  ${SECRET}\t\r\n`, pair],
    ['smart quotes', `“${ID}”\n‘${SECRET}’`, pair],
    ['French quotes and no-break spaces', `« ${ID}\u00a0»\n«\u00a0${SECRET} »`, pair],
    ['one line', `${ID} ${SECRET}`, pair],
    ['labels', `Client ID: ${ID}\nClient secret: ${SECRET}`, pair],
    ['labels of JSON', `"client_id": "${ID}",\n"client_secret": "${SECRET}"`, pair],
    ['invisible characters', `\u200b${ID}\u2060\n\ufeff${SECRET}`, pair],
  ])('is read: %s', (_what, text, expected) => {
    expect(parseCredential(text, 'x')).toEqual(expected);
  });

  it('quotes that a word processor made smart are straightened in the file', () => {
    const smart = JSON.stringify(pair).replaceAll('"', '”');
    expect(parseCredential(smart, 'x')).toEqual(pair);
  });

  it.each([
    ['nothing', '', 'neither'],
    ['one word', SECRET, 'neither'],
    ['three words', `a b ${SECRET}`, 'neither'],
    ['half a file', JSON.stringify(file).slice(0, -20) + '}', 'not whole'],
    ['another JSON', '{"web":{"client_id":"x"}}', 'no “installed” part'],
  ])('is refused, and nothing of it is told: %s', (_what, text, words) => {
    const read = (): unknown => parseCredential(text, 'notes.json');
    expect(read).toThrow(words);
    expect(read).toThrow('Nothing was saved');
    expect(read).not.toThrow(SECRET);
  });

  it('is read as Notepad and PowerShell save it: UTF-8 and UTF-16, with their marks', () => {
    const text = JSON.stringify(file, null, 2).replaceAll('\n', '\r\n');
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    const saved = [Buffer.from(text), Buffer.from(`\ufeff${text}`), little, Buffer.from(little).swap16()];
    for (const bytes of saved) expect(parseCredential(decodeText(bytes), 'x')).toEqual(file);
  });
});

describe('a path as people enter it', () => {
  it.each([
    ['/media/stick/pc 1.json', '/media/stick/pc 1.json'],
    ["'/media/stick/pc 1.json' ", '/media/stick/pc 1.json'],
    ['"C:\\Users\\Ada\\pc.json"', 'C:\\Users\\Ada\\pc.json'],
    ['~/pc.json', '/home/ada/pc.json'],
    ["~bob/it's.json", "~bob/it's.json"],
  ])('%s', (text, path) => {
    expect(toPath(text, '/home/ada')).toBe(path);
  });
});
