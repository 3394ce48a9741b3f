import type { z } from 'zod';

/** Why a record or file was not taken: where, and what is wrong. */
export interface BadRecord {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Path of the member, such as `contexts.gpii-default.preferences`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** `FILE:LINE: FIELD: what is wrong`. */
export function describeBadRecord({ file, line, field, message }: BadRecord): string {
  return `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`;
}

/** One problem for each issue that zod found. */
export function toBadRecords(
  error: z.ZodError,
  { file, lineOf }: { file: string; lineOf: (path: readonly PropertyKey[]) => number },
): readonly BadRecord[] {
  return error.issues.map((issue) => ({
    file,
    line: lineOf(issue.path),
    field: issue.path.map(String).join('.'),
    message: issue.message,
  }));
}
