/** Columns between a label and its value. */
const GAP = 2;
/** A value gets at least this many columns; a label that leaves less has a line of its own. */
const LEAST_VALUE_WIDTH = 20;

/**
 * Lays out labels and values in two aligned columns; long values continue below themselves.
 *
 * @param pairs - Label and value.
 * @param layout - `indent` before labels, `labelWidth` of the widest label, `width` of the whole.
 * @returns Lines.
 */
export function layOutPairs(
  pairs: readonly (readonly [label: string, value: string])[],
  { indent, labelWidth, width }: { indent: number; labelWidth: number; width: number },
): string[] {
  const column = Math.min(labelWidth, Math.max(8, width - indent - GAP - LEAST_VALUE_WIDTH));
  const valueIndent = indent + column + GAP;
  const valueWidth = Math.max(LEAST_VALUE_WIDTH, width - valueIndent);
  return pairs.flatMap(([label, value]) => {
    const [first = '', ...rest] = wrap(value, valueWidth);
    const below = rest.map((line) => ' '.repeat(valueIndent) + line);
    const start = ' '.repeat(indent) + label;
    return label.length > column
      ? [start, ' '.repeat(valueIndent) + first, ...below]
      : [start.padEnd(valueIndent) + first, ...below];
  });
}

/** Breaks at spaces and after commas; where there are none, anywhere. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = Array.from(text);
  while (rest.length > width) {
    const room = rest.slice(0, width);
    const space = rest[width] === ' ' ? width : room.lastIndexOf(' ');
    const comma = room.lastIndexOf(',') + 1;
    const end = space > 0 ? space : comma > 0 ? comma : width;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(end);
    while (rest[0] === ' ') rest.shift();
  }
  return rest.length > 0 || lines.length === 0 ? [...lines, rest.join('')] : lines;
}
