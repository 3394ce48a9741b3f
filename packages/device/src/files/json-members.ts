import { RefusedSettingError } from '../handlers/settings-handler.ts';

/** A member of an object as it stands in the text: from its name to the end of its value. */
interface Member {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** An object as it stands in the text. */
export interface ObjectInText {
  /** Where its brace is. */
  readonly open: number;
  readonly members: readonly Member[];
}

/**
 * Finds a member by its path; without it, the innermost object on the way, and the names that are missing in there.
 *
 * @param text - Must be JSON, with an object as the outermost value.
 * @throws RefusedSettingError when something on the way is no object.
 */
export function findMember(
  text: string,
  path: readonly string[],
): { readonly member?: Member; readonly innermost: ObjectInText; readonly rest: readonly string[] } {
  let innermost = readObject(text, text.indexOf('{'));
  for (const [index, name] of path.entries()) {
    // Of two members with one name, the last one counts (JSON.parse).
    const member = innermost.members.findLast((candidate) => candidate.name === name);
    if (member === undefined) return { innermost, rest: path.slice(index) };
    if (index === path.length - 1) return { member, innermost, rest: [] };
    if (text[member.valueStart] !== '{')
      throw new RefusedSettingError(`${JSON.stringify(name)} in the file is no object.`);
    innermost = readObject(text, member.valueStart);
  }
  return { innermost, rest: [] };
}

function readObject(text: string, open: number): ObjectInText {
  const members: Member[] = [];
  let at = skipSpace(text, open + 1);
  while (text[at] === '"') {
    const nameEnd = skipString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = skipValue(text, valueStart);
    members.push({ name: JSON.parse(text.slice(at, nameEnd)) as string, start: at, valueStart, end });
    const next = skipSpace(text, end);
    at = text[next] === ',' ? skipSpace(text, next + 1) : next;
  }
  return { open, members };
}

function skipSpace(text: string, at: number): number {
  while (/\s/.test(text[at] ?? '')) at += 1;
  return at;
}

function skipString(text: string, at: number): number {
  at += 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipValue(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = skipString(text, at);
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}
