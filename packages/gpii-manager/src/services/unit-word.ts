/**
 * A text as one word of a command line in a unit file (systemd.service(5), "Command lines"): specifiers and variables stand for
 * themselves, and what holds a space or a quotation mark is quoted.
 */
export function unitWord(text: string): string {
  const literal = text.replaceAll('%', '%%').replaceAll('$', () => '$$');
  return /^[^\s"'\\;]+$/.test(literal) ? literal : `"${literal.replace(/["\\]/g, (mark) => `\\${mark}`)}"`;
}
