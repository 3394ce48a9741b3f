// GLib's spaces are those of ASCII.
const GROUP = /^[\t\v\f\r ]*\[(.*)\][\t\v\f\r ]*$/;
const BLANK_OR_COMMENT = /^[\t\v\f\r ]*(#|$)/;
const ENTRY = /^[\t\v\f\r ]*[^[=\t\v\f\r ][^=]*=/;

/** Where a value stands in a key file of GLib: `[org/gnome/desktop/interface]`, then `key=value`. */
export interface KeyfilePlace {
  readonly group: string;
  readonly key: string;
}

/** Whether GLib reads it: of a text with one line that it does not know, it takes nothing. */
export function isKeyfile(text: string): boolean {
  const lines = text.split('\n').filter((line) => !BLANK_OR_COMMENT.test(line));
  return lines.every((line, index) => GROUP.test(line) || (index > 0 && ENTRY.test(line)));
}

/** The value as it stands there; undefined where there is none. */
export function readEntry(text: string, place: KeyfilePlace): string | undefined {
  const lines = text.split('\n');
  const { at } = findEntry(lines, place);
  return at === undefined ? undefined : lines[at]?.slice(lines[at].indexOf('=') + 1).trim();
}

/** The text with another value, or without the entry. All other lines stay as they are. */
export function writeEntry(text: string, place: KeyfilePlace, value: string | undefined): string {
  const lines = text.split('\n');
  const { at, end } = findEntry(lines, place);
  if (value === undefined) return at === undefined ? text : lines.toSpliced(at, 1).join('\n');
  const line = `${place.key}=${value}`;
  if (at !== undefined) {
    const [, before = '', after = ''] = /^([^=]*=\s*).*?(\s*)$/.exec(lines[at] ?? '') ?? [];
    return lines.with(at, `${before}${value}${after}`).join('\n');
  }
  if (end !== undefined) return lines.toSpliced(end, 0, line).join('\n');
  const header = `[${place.group}]\n${line}`;
  if (text === '') return `${header}\n`;
  // A text without a last line end has none afterwards either.
  return text.endsWith('\n') ? `${text}\n${header}\n` : `${text}\n\n${header}`;
}

/** Whether the text has a group, be it empty. */
export function hasGroup(text: string, group: string): boolean {
  return findEntry(text.split('\n'), { group, key: '' }).end !== undefined;
}

/** The text without a group that has no entry, and without the empty line before it: what `writeEntry` may have added. */
export function dropEmptyGroup(text: string, group: string): string {
  const lines = text.split('\n');
  const { header, end } = findEntry(lines, { group, key: '' });
  if (header === undefined || end !== header + 1) return text;
  const from = lines[header - 1] === '' ? header - 1 : header;
  return lines.toSpliced(from, end - from).join('\n');
}

/** Of an entry or group that stands there twice, GLib takes the last. `end`: the line behind the last one of the group. */
function findEntry(
  lines: readonly string[],
  { group, key }: KeyfilePlace,
): { at?: number; header?: number; end?: number } {
  let found: { at?: number; header?: number; end?: number } = {};
  let isInside = false;
  for (const [index, line] of lines.entries()) {
    const name = GROUP.exec(line)?.[1];
    if (name !== undefined) isInside = name === group;
    if (!isInside || line.trim() === '') continue;
    found = { ...found, ...(name !== undefined && { header: index }), end: index + 1 };
    if (name === undefined && line.split('=', 1)[0]?.trim() === key) found = { ...found, at: index };
  }
  return found;
}
