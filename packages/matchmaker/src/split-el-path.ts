/**
 * Splits an EL path, as solutions registries write them, into its segments.
 *
 * A `.` ends a segment; a `\` takes the next character literally, so `a\.b.c` is `a.b` and `c`.
 *
 * @see GPII-FORMATS §3, notation
 */
export function splitElPath(path: string): string[] {
  const segments: string[] = [];
  let segment = '';
  for (let i = 0; i < path.length; i += 1) {
    if (path[i] === '.') {
      segments.push(segment);
      segment = '';
      continue;
    }
    if (path[i] === '\\') {
      i += 1;
    }
    segment += path[i] ?? '';
  }
  segments.push(segment);
  return segments;
}
