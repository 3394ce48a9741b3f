import { readFile, stat } from 'node:fs/promises';
import { addSettingsOptions, readSettings, StartError } from '@gpii/service-kit/cli';
import type { Command } from 'commander';
import { dataServerSettings } from './config.ts';

/** Where the data is: in a folder, or in a CouchDB, and where the keys are. */
export interface DataLocation {
  readonly dataDir: string;
  /** May hold user and password: never shown. */
  readonly store?: string | undefined;
  readonly storeCredentialFile?: string | undefined;
  readonly keysFile?: string | undefined;
}

/** The same, as it stands on a command line. */
export type DataLocationOptions = { readonly [Name in keyof DataLocation]?: string | undefined };

const NAMES = ['dataDir', 'store', 'storeCredentialFile', 'keysFile'] as const;

/** Adds the options that say where the data is. */
export function addDataLocationOptions(command: Command, names: readonly (keyof DataLocation)[] = NAMES): Command {
  addSettingsOptions(command, dataServerSettings, names);
  return command;
}

/** @throws StartError (exit 78) when a setting is wrong, or a password stands in an address. */
export function readDataLocation(options: DataLocationOptions): DataLocation {
  const { dataDir, store, storeCredentialFile, keysFile } = dataServerSettings.fields;
  const definition = { ...dataServerSettings, fields: { dataDir, store, storeCredentialFile, keysFile } };
  const flags = Object.fromEntries(NAMES.map((name) => [name, options[name]]));
  return readSettings(definition, { flags, env: process.env, config: {} });
}

/**
 * Reads `user:password`.
 *
 * @throws StartError (exit 78) when others can read the file, or it holds something else.
 */
export async function readStoreCredential(file: string): Promise<string> {
  const text = await readPrivateFile(file, 'store credential file');
  if (/^[^:\s][^:\n]*:[^\n]+$/.test(text)) return text;
  throw new StartError(`The store credential file ${file} does not hold one line of the form user:password.`);
}

/**
 * Reads the password for the mail server.
 *
 * @throws StartError (exit 78) when others can read the file, or it holds something else.
 */
export async function readSmtpPassword(file: string): Promise<string> {
  const text = await readPrivateFile(file, 'SMTP password file');
  if (/^[^\n]+$/.test(text)) return text;
  throw new StartError(`The SMTP password file ${file} does not hold one line.`);
}

async function readPrivateFile(file: string, what: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new StartError(`The ${what} ${file} can be read by others. Take that away: chmod 600 ${file}`);
    }
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`The ${what} ${file} can't be read.`, { cause });
  }
}
