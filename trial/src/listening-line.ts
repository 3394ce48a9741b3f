/** The address in the line that a server prints when all its listeners are up; undefined for any other line. */
export function parseListeningLine(line: string): string | undefined {
  return /^\{"event":"listening",.*"url":"([^"]+)"/.exec(line)?.[1];
}
