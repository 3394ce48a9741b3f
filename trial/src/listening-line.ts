/** The address in the line that a server prints when all its listeners are up; undefined for any other line. */
export function parseListeningLine(line: string): string | undefined {
  if (!line.startsWith('{"event":"listening"')) return undefined;
  const { url } = JSON.parse(line) as { url?: unknown };
  return typeof url === 'string' ? url : undefined;
}
