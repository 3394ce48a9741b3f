/**
 * A text of somebody else's, fit for a message or a log line: no control characters, not long.
 *
 * @returns undefined when it is no text, or an empty one.
 */
export function plainText(value: unknown, maxLength = 100): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/\p{C}/gu, ' ').trim().slice(0, maxLength).toWellFormed();
  return text === '' ? undefined : text;
}
