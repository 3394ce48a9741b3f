import type { JsonValue } from '@gpii/matchmaker';
import { RefusedSettingError } from '../handlers/settings-handler.ts';
import { decodeScalar } from './scalar-text.ts';
import type { TextFormat } from './text-format.ts';

/** How a setting's name is read: all of it one key, `section.key`, or `section.subsection.key` for `[[subsection]]`. */
type Sections = 'none' | 'one' | 'nested';

interface Place {
  readonly sections: readonly string[];
  readonly key: string;
}

/** INI files: `[section]`, `key=value`, comments with `;` or `#`. */
export const iniFormat = (sections: Sections): TextFormat => ({
  read: (text, setting) => {
    const lines = splitLines(text).map(withoutEnd);
    const { at } = findKey(lines, placeOf(setting, sections));
    const found = at === undefined ? undefined : readKeyLine(lines[at] ?? '');
    return found === undefined ? undefined : decode(found.value);
  },
  write: (text, setting, value) => {
    const whole = splitLines(text);
    const lines = whole.map(withoutEnd);
    const place = placeOf(setting, sections);
    const { at, insertAt, missing } = findKey(lines, place);
    if (value === undefined) return at === undefined ? text : removeLine(whole, at);
    const encoded = encode(setting, value);
    if (at !== undefined) {
      const { before = '', comment = '' } = readKeyLine(lines[at] ?? '') ?? {};
      return whole.with(at, `${before}${encoded}${comment}${endOf(whole[at])}`).join('');
    }
    const depth = place.sections.length - missing.length;
    const headers = missing.map((name, index) => bracket(name, depth + index + 1));
    return insertLines(whole, insertAt, [...headers, `${place.key}=${encoded}`]);
  },
});

const HEADER = /^\s*(\[+)([^[\]]*)\]+\s*(?:[;#].*)?$/;

function placeOf(setting: string, sections: Sections): Place {
  const parts = setting.split('.');
  const key = sections === 'none' ? setting : (parts.at(-1) ?? '');
  const outer = sections === 'none' ? [] : parts.slice(0, -1);
  const place = { sections: sections === 'one' && outer.length > 1 ? [outer.join('.')] : outer, key };
  if (
    !/^[^=[\];#\s\p{Cc}][^=[\]\p{Cc}]*$/u.test(key) ||
    place.sections.some((name) => !/^[^[\]\p{Cc}]+$/u.test(name))
  ) {
    throw new RefusedSettingError(`${JSON.stringify(setting)} can't be the name of a setting in this file.`);
  }
  return place;
}

/**
 * A line with a key: all that stands before its value, the value, and the comment behind it with the space before that.
 * Takes time in proportion to its length, whatever a person's value is: one pattern for all of it would not.
 */
function readKeyLine(line: string): { key: string; before: string; value: string; comment: string } | undefined {
  const equals = line.indexOf('=');
  const left = line.slice(0, Math.max(equals, 0));
  if (left.trim() === '' || /[[;#]/.test(left) || /[\r\n]/.test(line)) return undefined;
  const before = /^[ \t]*/.exec(line.slice(equals + 1))?.[0].length ?? 0;
  const start = equals + 1 + before;
  const rest = line.slice(start);
  const value = /^("[^"]*")(?:\s+[;#].*|\s*)$/s.exec(rest)?.[1] ?? rest.slice(0, startOfComment(rest)).trimEnd();
  return { key: left.trim(), before: line.slice(0, start), value, comment: rest.slice(value.length) };
}

function startOfComment(text: string): number {
  return /\s[;#]/.exec(text)?.index ?? text.length;
}

/** Where a key stands; else the line before which it belongs, and the sections that are not there. */
function findKey(
  lines: readonly string[],
  { sections, key }: Place,
): { at?: number; insertAt: number; missing: readonly string[] } {
  let open: readonly string[] = [];
  // What is known so far: how many of the sections stand in the file, and where the innermost of them ends.
  let known = 0;
  let insertAt = 0;
  for (const [index, line] of lines.entries()) {
    const header = HEADER.exec(line);
    if (header !== null) open = [...open.slice(0, (header[1] ?? '').length - 1), (header[2] ?? '').trim()];
    const isInside = open.length <= sections.length && open.every((name, level) => name === sections[level]);
    if (!isInside || open.length < known) continue;
    known = open.length;
    if (line.trim() !== '') insertAt = index + 1;
    const isKey = header === null && open.length === sections.length && readKeyLine(line)?.key === key;
    if (isKey) return { at: index, insertAt, missing: [] };
  }
  const missing = sections.slice(known);
  // Behind a section's own keys, nothing of it may follow but its subsections.
  if (missing.length > 0) insertAt = endOfSection(lines, sections.slice(0, known));
  return { insertAt, missing };
}

/** The line behind the last one of a section and of all that it holds; of the file, for no section. */
function endOfSection(lines: readonly string[], sections: readonly string[]): number {
  let open: readonly string[] = [];
  let end = 0;
  for (const [index, line] of lines.entries()) {
    const header = HEADER.exec(line);
    if (header !== null) open = [...open.slice(0, (header[1] ?? '').length - 1), (header[2] ?? '').trim()];
    if (sections.every((name, level) => open[level] === name) && line.trim() !== '') end = index + 1;
  }
  return end;
}

function bracket(name: string, depth: number): string {
  return '['.repeat(depth) + name + ']'.repeat(depth);
}

/** Lines, each with its own end: those of a file may differ. */
function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function withoutEnd(line: string): string {
  return line.slice(0, line.length - endOf(line).length);
}

function endOf(line = ''): string {
  return /\r?\n$/.exec(line)?.[0] ?? '';
}

/** The line before it is the last one then, and a file that had no last line end gets none. */
function removeLine(whole: readonly string[], at: number): string {
  const text = whole.toSpliced(at, 1).join('');
  return endOf(whole[at]) === '' ? withoutEnd(text) : text;
}

/** With line ends as those of the lines beside them. A new file ends with one. */
function insertLines(whole: readonly string[], at: number, lines: readonly string[]): string {
  const [before, behind] = [whole.slice(0, at).join(''), whole.slice(at).join('')];
  const isOpen = before !== '' && endOf(before) === '';
  const end = endOf(whole[at - (isOpen ? 2 : 1)]) || endOf(whole[0]) || '\n';
  const inserted = isOpen ? lines.map((line) => `${end}${line}`) : lines.map((line) => `${line}${end}`);
  return `${before}${inserted.join('')}${behind}`;
}

function encode(setting: string, value: JsonValue): string {
  const text = typeof value === 'object' ? '' : String(value);
  if (typeof value === 'object' || /\p{Cc}/u.test(text)) {
    throw new RefusedSettingError(`The value of ${JSON.stringify(setting)} does not fit on a line.`);
  }
  if (!/^\s|\s$|[;#"]/.test(text)) return text;
  if (text.includes('"'))
    throw new RefusedSettingError(`The value of ${JSON.stringify(setting)} has a quotation mark.`);
  return `"${text}"`;
}

function decode(text: string): JsonValue {
  return /^".*"$/.test(text) ? text.slice(1, -1) : decodeScalar(text);
}
