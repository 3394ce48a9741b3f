import type { Problem } from '@gpii/pages';
import type { SiteWords } from '../words.ts';

/** Least and most characters of a new password (NIST SP 800-63B: length counts, rules of composition do not). */
export const PASSWORD_LENGTH = { least: 12, most: 200 } as const;
const NAME_MAX_LENGTH = 100;
/** RFC 5321 §4.5.3.1.3. */
const EMAIL_MAX_LENGTH = 254;
/** One `@`, a dot behind it, and nothing that means something in the header of a mail. */
const EMAIL = /^[^\s@<>"(),:;\\[\]\p{Cc}]{1,64}@[^\s@<>"(),:;\\[\]\p{Cc}]+\.[^\s@<>"(),:;\\[\]\p{Cc}]+$/u;

type Words = SiteWords['accounts']['fields'];

/** What is wrong with a mail address. */
export function checkEmail(words: Words, field: string, email: string): readonly Problem[] {
  if (email === '') return [{ field, words: words.emailMissing }];
  return email.length <= EMAIL_MAX_LENGTH && EMAIL.test(email) ? [] : [{ field, words: words.emailMalformed }];
}

/** What is wrong with the name of a person. */
export function checkName(words: Words, field: string, name: string): readonly Problem[] {
  if (name === '') return [{ field, words: words.nameMissing }];
  return countCharacters(name) <= NAME_MAX_LENGTH ? [] : [{ field, words: words.nameTooLong(NAME_MAX_LENGTH) }];
}

/** What is wrong with a new password. */
export function checkNewPassword(words: Words, field: string, password: string): readonly Problem[] {
  const { least, most } = PASSWORD_LENGTH;
  const length = countCharacters(password);
  if (length < least) return [{ field, words: words.passwordTooShort(least) }];
  return length <= most ? [] : [{ field, words: words.passwordTooLong(most) }];
}

/** A field of one line, without space around it and without control characters inside. */
export function lineOf(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '').replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
}

/** By code points: an emoji is one to whoever enters it, or a few. */
function countCharacters(text: string): number {
  return Array.from(text).length;
}
