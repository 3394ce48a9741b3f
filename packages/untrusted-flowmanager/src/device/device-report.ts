import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SETTINGS_ADDRESS_LIMIT_BYTES } from '@gpii/protocol';
import { StartError } from '@gpii/service-kit/cli';

const deviceReportSchema = z.looseObject({
  OS: z.looseObject({ id: z.string('Expected text such as "linux"').min(1, 'Expected text such as "linux"') }),
  solutions: z.array(z.looseObject({ id: z.string() })),
});

/** Most bytes that it may take in an address: what is left beside the longest GPII token, each character of it percent-encoded. */
const ROOM_IN_ADDRESS_BYTES = SETTINGS_ADDRESS_LIMIT_BYTES - 4096;

/**
 * Reads a device report from a file.
 *
 * @returns It as compact JSON text, the way it goes to GPII Cloud; members that we do not know are kept.
 * @throws StartError (exit 78) that names the file and what is wrong with it.
 */
export function readDeviceReport(file: string): string {
  const value = parseJson(file, readText(file));
  const parsed = deviceReportSchema.safeParse(value);
  if (parsed.success) return checkReportLength(`The device report ${file}`, JSON.stringify(value));
  throw new StartError(`The device report ${file} can't be used. It needs OS.id and a list of solutions:`, {
    problems: parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': ')),
  });
}

/**
 * Lets a device report pass that GPII Cloud takes.
 *
 * @param what - "The device report FILE", for the message.
 * @throws StartError (exit 78)
 */
export function checkReportLength(what: string, text: string): string {
  const bytes = encodeURIComponent(text.toWellFormed()).length;
  if (bytes <= ROOM_IN_ADDRESS_BYTES) return text;
  throw new StartError(`${what} can't be used.`, {
    problems: [`it takes ${bytes} bytes in an address, and GPII Cloud takes ${ROOM_IN_ADDRESS_BYTES}: report less`],
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? String(error));
    throw new StartError(`The device report ${file} can't be read: ${why}.`, { cause: error });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new StartError(`The device report ${file} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}
