import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '@gpii/matchmaker';
import {
  HandlerError,
  RefusedSettingError,
  type RefusedSetting,
  type SettingsHandler,
} from '../handlers/settings-handler.ts';
import {
  makeFolders,
  missingFolders,
  newDraftName,
  readSafeFile,
  removeDraft,
  removeEmptyFolders,
  replaceSafeFile,
} from './safe-file.ts';
import type { TextFormat } from './text-format.ts';

/** What the journal keeps of a file: its old text, and by what to know the new one; nothing of the person. */
const beforeSchema = z.object({
  path: z.string(),
  /** null: there was no file. */
  text: z.string().nullable(),
  /** Folders that were not there either. */
  folders: z.array(z.string()),
  settings: z.array(z.string()),
  /** In the folder of the file; is there only when a process was killed. */
  draft: z.string(),
  /** SHA-256 of the new text. */
  after: z.string(),
  options: z.record(z.string(), z.unknown()),
});

/** Gives the format of a file; the options are those of the registry. */
export type ChooseFormat = (options: JsonObject) => TextFormat;

/**
 * Settings in a text file, which the option `filename` names. A file that nobody else changed is put back byte for byte; in
 * one that was changed, only the settings are put back.
 */
export function createFileHandler(chooseFormat: ChooseFormat): SettingsHandler {
  return {
    placeOf: (options) => `file ${resolve(pathIn(options))}`,
    get: async ({ options, settings }) => {
      const text = await readSafeFile(pathIn(options));
      if (text === undefined) return {};
      return naming(pathIn(options), () => readAll(chooseFormat(options), text, settings));
    },
    prepare: async ({ options, settings }) => {
      const path = pathIn(options);
      const text = await readSafeFile(path);
      const { newText, made, refused, old } = naming(path, () => {
        const format = chooseFormat(options);
        const written = writeAll(format, text ?? '', settings);
        const isEmpty = text === undefined || text.trim() === '';
        return { ...written, old: isEmpty ? {} : readAll(format, text, written.made) };
      });
      const folders = await missingFolders(path);
      const draft = newDraftName(path);
      return {
        before: {
          path,
          text: text ?? null,
          folders,
          draft,
          settings: Object.keys(made),
          after: hash(newText),
          options,
        },
        old,
        refused: () => refused,
        set: async () => {
          if (newText === (text ?? '')) return;
          await makeFolders(folders);
          await replaceSafeFile(path, { expected: text, text: newText, draft, isLasting: false });
        },
      };
    },
    restore: async (before) => {
      const { path, text, folders, draft, settings, after, options } = beforeSchema.parse(before);
      await removeDraft(path, draft);
      const current = await readSafeFile(path);
      if (current !== undefined && current !== text) {
        const isOurs = hash(current) === after;
        const old = isOurs
          ? (text ?? undefined)
          : naming(path, () => putBack(chooseFormat(options as JsonObject), { current, text, settings }));
        await replaceSafeFile(path, { expected: current, text: old, draft, isLasting: true });
      }
      await removeEmptyFolders(folders);
    },
  };
}

function readAll({ read }: TextFormat, text: string, settings: JsonObject): JsonObject {
  const found = Object.keys(settings).map((setting) => [setting, read(text, setting)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as JsonObject;
}

/** The text with all settings that the format takes; `made` are those. */
function writeAll(
  { write }: TextFormat,
  text: string,
  settings: JsonObject,
): { newText: string; made: JsonObject; refused: readonly RefusedSetting[] } {
  let newText = text;
  const made: JsonObject = {};
  const refused: RefusedSetting[] = [];
  for (const [setting, value] of Object.entries(settings)) {
    try {
      newText = write(newText, setting, value);
      made[setting] = value;
    } catch (error) {
      if (!(error instanceof RefusedSettingError)) throw error;
      refused.push({ setting, why: error.message });
    }
  }
  return { newText, made, refused };
}

function putBack(
  { read, write }: TextFormat,
  { current, text, settings }: { current: string; text: string | null; settings: readonly string[] },
): string {
  return settings.reduce(
    (all, setting) => write(all, setting, text === null ? undefined : read(text, setting)),
    current,
  );
}

/** A format knows a text only; whoever reads the log has to know which file it is. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    throw new HandlerError(`${path}: ${error.message}`, { cause: error });
  }
}

function pathIn({ filename }: JsonObject): string {
  if (typeof filename === 'string') return filename;
  throw new HandlerError('The registry entry names no file.');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
