import type { JsonValue } from '@gpii/matchmaker';

/** What a file without types means by a text: yes or no, a number that prints as it was written, or the text. */
export function decodeScalar(text: string): JsonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && String(Number(text)) === text ? Number(text) : text;
}
