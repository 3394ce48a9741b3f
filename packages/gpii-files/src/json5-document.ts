import { parse, type AnyNode } from '@humanwhocodes/momoa';
import JSON5 from 'json5';

/** A JSON5 text: its value, and where each member of it stands. */
export interface Json5Document {
  readonly value: unknown;
  /** Line of the member at a path, from 1; of the nearest parent when there is no such member. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** A text is not JSON5. */
export class Json5SyntaxError extends Error {
  /** From 1. */
  readonly line: number;

  constructor(message: string, line: number, cause: unknown) {
    super(message, { cause });
    this.name = 'Json5SyntaxError';
    this.line = line;
  }
}

/**
 * Parses JSON5, able to tell positions for messages.
 *
 * @throws Json5SyntaxError
 */
export function parseJson5(text: string): Json5Document {
  try {
    return { value: JSON5.parse<unknown>(text), lineOf: (path) => findLine(text, path) };
  } catch (error) {
    const { lineNumber } = error as { lineNumber?: unknown };
    const message = (error as Error).message.replace(/^JSON5: /, '').replace(/ at \d+:\d+$/, '');
    throw new Json5SyntaxError(message, typeof lineNumber === 'number' ? lineNumber : 1, error);
  }
}

/** json5 tells no positions, and momoa does not read all of JSON5 (a bare `true` as a name, say): then it is line 1. */
function findLine(text: string, path: readonly PropertyKey[]): number {
  try {
    return findNode(parse(text, { mode: 'json5' }).body, path).loc.start.line;
  } catch {
    return 1;
  }
}

function findNode(node: AnyNode, path: readonly PropertyKey[]): AnyNode {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (node.type === 'Object') {
    const member = node.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === step);
    if (member !== undefined) return rest.length === 0 ? member : findNode(member.value, rest);
  }
  if (node.type === 'Array' && typeof step === 'number') {
    const element = node.elements[step];
    if (element !== undefined) return findNode(element.value, rest);
  }
  return node;
}
