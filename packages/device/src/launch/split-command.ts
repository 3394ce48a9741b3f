import { HandlerError } from '../handlers/settings-handler.ts';

/**
 * The program and arguments of a command line of a registry. Quotation marks hold together, and that is all: there are no
 * variables, pipes or patterns, because no shell reads it.
 *
 * @throws HandlerError when a quotation mark is not closed.
 */
export function splitCommand(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const quoted = /"[^"]*"|'[^']*'/g;
  if (/["']/.test(line.replace(quoted, ''))) throw new HandlerError('A quotation mark of a command is not closed.');
  return words.map((word) => word.replace(quoted, (part) => part.slice(1, -1)));
}
