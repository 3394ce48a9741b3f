import { z } from 'zod';
import {
  makeFolders,
  missingFolders,
  newDraftName,
  readSafeFile,
  removeDraft,
  removeEmptyFolders,
  replaceSafeFile,
} from '../files/safe-file.ts';
import { RefusedSettingError } from '../handlers/settings-handler.ts';
import { createBatches } from '../journal/batches.ts';
import { dropEmptyGroup, hasGroup, isKeyfile, readEntry, writeEntry } from './keyfile-text.ts';

/** What it takes to put entries of one group back as they were: for the journal. */
export const keyfileBeforeSchema = z.object({
  file: z.string(),
  group: z.string(),
  /** Key -> the text of its value; null: it was not in the file. */
  keys: z.record(z.string(), z.string().nullable()),
  hadFile: z.boolean(),
  hadGroup: z.boolean(),
  /** Folders that were not there either. */
  folders: z.array(z.string()),
  /** In the folder of the file; is there only when a process was killed. */
  draft: z.string(),
});

/** The same, parsed. */
export type KeyfileBefore = z.infer<typeof keyfileBeforeSchema>;

/** Key -> the text of a value; undefined: no longer in the file. */
type Entries = ReadonlyMap<string, string | undefined>;

interface KeyfileEdit {
  readonly before: KeyfileBefore;
  readonly entries: Entries;
}

/** How often an edit begins anew because another program wrote to the file meanwhile. */
const TRIES = 3;

/** The file of gsettings' back end `keyfile`. Edits that come together are one write of it, so that none is lost. */
export interface KeyfileStore {
  /** Why gsettings takes nothing of the file, where it does not: then it is left as it is. */
  findProblem(): Promise<RefusedSettingError | undefined>;
  /** What the keys of a group have in the file now. */
  read(group: string, keys: readonly string[]): Promise<KeyfileBefore>;
  /** @throws HandlerError when the file can't be written. */
  write(edit: KeyfileEdit): Promise<void>;
}

/** @param file - Absolute. */
export function createKeyfileStore(file: string): KeyfileStore {
  return {
    findProblem: async () =>
      isKeyfile((await readSafeFile(file)) ?? '')
        ? undefined
        : new RefusedSettingError(`gsettings can't read ${file}: one of its lines is none of a keyfile.`),
    read: async (group, keys) => {
      const text = await readSafeFile(file);
      const entries = keys.map((key) => [key, readEntry(text ?? '', { group, key }) ?? null] as const);
      const [hadFile, hadGroup] = [text !== undefined, hasGroup(text ?? '', group)];
      const folders = await missingFolders(file);
      return { file, group, keys: Object.fromEntries(entries), hadFile, hadGroup, folders, draft: newDraftName(file) };
    },
    write: createBatches(async (edits: readonly KeyfileEdit[]) => {
      for (const { before } of edits) await makeFolders(before.folders);
      const [draft = newDraftName(file)] = edits.map(({ before }) => before.draft);
      await rewrite(file, { draft, isLasting: false }, (text) =>
        edits.reduce((all, { before, entries }) => writeAll(all ?? '', before.group, entries), text),
      );
    }),
  };
}

/** Puts entries back; a group and a file that were not there go again when nothing else is in them. */
export async function restoreKeyfile({ file, group, keys, ...before }: KeyfileBefore): Promise<void> {
  await removeDraft(file, before.draft);
  const how = { draft: before.draft, isLasting: true };
  const entries = new Map(Object.entries(keys).map(([key, value]) => [key, value ?? undefined]));
  await rewrite(file, how, (text) => {
    // Who removed it wanted nothing of it any more.
    if (text === undefined) return undefined;
    const old = writeAll(text, group, entries);
    return before.hadGroup ? old : dropEmptyGroup(old, group);
  });
  // GLib hears of a file that changed and not of one that is gone: a program that runs would keep all, and write it again.
  if (!before.hadFile) await rewrite(file, how, (text) => (text?.trim() === '' ? undefined : text));
  await removeEmptyFolders(before.folders);
}

function writeAll(text: string, group: string, entries: Entries): string {
  return [...entries].reduce((all, [key, value]) => writeEntry(all, { group, key }, value), text);
}

async function rewrite(
  file: string,
  how: { draft: string; isLasting: boolean },
  edit: (text: string | undefined) => string | undefined,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const expected = await readSafeFile(file);
    const text = edit(expected);
    if (text === expected) return;
    try {
      await replaceSafeFile(file, { ...how, expected, text });
      return;
    } catch (error) {
      const isSame = (await readSafeFile(file)) === expected;
      if (isSame || tries === TRIES) throw error;
    }
  }
}
