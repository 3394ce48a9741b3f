import { DataSourceError } from './data-source.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads an answer as JSON.
 *
 * @throws DataSourceError `malformed`, without a cause: the words of a JSON error quote the answer.
 */
export function parseAnswer(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new DataSourceError('malformed', 'The answer is empty');
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw new DataSourceError('malformed', 'The answer is not JSON');
  }
}

/** Reads the body of a refusal: undefined when it is not JSON. */
export function parseRefusalBody(bytes: Uint8Array): unknown {
  try {
    return parseAnswer(bytes);
  } catch {
    return undefined;
  }
}
