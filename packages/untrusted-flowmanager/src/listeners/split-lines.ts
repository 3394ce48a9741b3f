/**
 * Splits a stream of text into lines. One that is longer than the limit is left out whole: a program that never ends a line fills
 * no memory.
 *
 * @returns Takes the next piece.
 */
export function createLineSplitter(limit: number, take: (line: string) => void): (piece: string) => void {
  let rest = '';
  let isTooLong = false;
  return (piece) => {
    const parts = piece.split('\n');
    for (const [index, part] of parts.entries()) {
      isTooLong ||= rest.length + part.length > limit;
      rest = isTooLong ? '' : rest + part;
      if (index === parts.length - 1) return;
      if (!isTooLong) take(rest);
      rest = '';
      isTooLong = false;
    }
  };
}
