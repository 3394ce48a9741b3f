import { splitElPath, type JsonValue } from '@gpii/matchmaker';
import { HandlerError } from '../handlers/settings-handler.ts';
import { findMember, type ObjectInText } from './json-members.ts';
import type { TextFormat } from './text-format.ts';

/** JSON files. A setting is a path of members, `a.b`; a `.` of a name itself is escaped as `\.`. Indentation and order stay. */
export const jsonFormat: TextFormat = {
  read: (text, setting) => {
    checkJson(text);
    const { member } = findMember(text, splitElPath(setting));
    return member === undefined ? undefined : (JSON.parse(text.slice(member.valueStart, member.end)) as JsonValue);
  },
  write: (text, setting, value) => {
    const path = splitElPath(setting);
    if (text.trim() === '') return value === undefined ? text : `${JSON.stringify(nest(path, value), null, 2)}\n`;
    checkJson(text);
    const { member, innermost, rest } = findMember(text, path);
    if (member !== undefined) {
      if (value === undefined) return cut(text, innermost, member.start);
      return text.slice(0, member.valueStart) + JSON.stringify(value) + text.slice(member.end);
    }
    if (value === undefined) return text;
    const [name = '', ...deeper] = rest;
    return insert(text, innermost, `${JSON.stringify(name)}: ${JSON.stringify(nest(deeper, value))}`);
  },
};

function checkJson(text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own words quote the text.
    throw new HandlerError('The file is not JSON.', { cause: error instanceof SyntaxError ? undefined : error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HandlerError('The file holds no JSON object.');
}

function nest(path: readonly string[], value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>((inner, name) => Object.fromEntries([[name, inner]]), value);
}

/** Behind the last member, with the space that stands before that one. */
function insert(text: string, { open, members }: ObjectInText, written: string): string {
  const last = members.at(-1);
  if (last === undefined) return `${text.slice(0, open + 1)}${written}${text.slice(open + 1)}`;
  const before = members.length > 1 ? (members.at(-2)?.end ?? open) : open;
  const space = /\s*$/.exec(text.slice(before, last.start))?.[0] ?? '';
  return `${text.slice(0, last.end)},${space}${written}${text.slice(last.end)}`;
}

/** A member and the comma that is no longer needed. */
function cut(text: string, { open, members }: ObjectInText, start: number): string {
  const index = members.findIndex((member) => member.start === start);
  const [earlier, member, later] = [members[index - 1], members[index], members[index + 1]];
  if (member === undefined) return text;
  if (later !== undefined) return text.slice(0, member.start) + text.slice(later.start);
  return text.slice(0, earlier?.end ?? open + 1) + text.slice(member.end);
}
