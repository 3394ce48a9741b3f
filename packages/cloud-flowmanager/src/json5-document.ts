import { evaluate, parse, type AnyNode } from '@humanwhocodes/momoa';

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
 * Parses JSON5, keeping positions for messages.
 *
 * @throws Json5SyntaxError
 */
export function parseJson5(text: string): Json5Document {
  try {
    const document = parse(text.replace(/^\uFEFF/, ''), { mode: 'json5' });
    return { value: evaluate(document), lineOf: (path) => findNode(document.body, path).loc.start.line };
  } catch (error) {
    const { line } = error as { line?: unknown };
    const message = (error as Error).message.replace(/ \(\d+:\d+\)$/, '');
    throw new Json5SyntaxError(message, typeof line === 'number' ? line : 1, error);
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
