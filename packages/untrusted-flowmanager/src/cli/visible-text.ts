/** Text without anything that a terminal would act upon or that turns its direction: such characters are written out. */
export function toVisibleText(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** A setting's value: text bare where it can't be mistaken for something else, all other values as JSON. */
export function showValue(value: unknown): string {
  const isPlainText = typeof value === 'string' && /^\S(.*\S)?$/su.test(value) && !isJson(value);
  return toVisibleText(isPlainText ? value : JSON.stringify(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
