/** The words for what was just done, as `?done=` names it; undefined for anything else: no text comes from an address. */
export function doneWords(words: Readonly<Record<string, string>>, query: URLSearchParams): string | undefined {
  const done = query.get('done') ?? '';
  return Object.hasOwn(words, done) ? words[done] : undefined;
}
