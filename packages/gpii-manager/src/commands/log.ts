import { readChanges, type Change } from '../record/change-record.ts';
import { en } from '../ui/words/en.ts';
import { askFlowManager } from '../cloud/ask-flow-manager.ts';
import type { ManagerSettings } from '../config.ts';
import { nameAndId } from '../credential/describe-credential.ts';
import type { CommandRooms, Report } from './command.ts';

/** What happened on this computer, as far as it is known here. */
export interface History {
  /** By GPII Manager, newest first. */
  readonly changes: readonly Change[];
  /** What the access requester met since its start; undefined where the flow manager does not say. */
  readonly requester:
    | {
        readonly lastSuccessAt: string | undefined;
        readonly lastFailure: { readonly error: string; readonly at: string } | undefined;
      }
    | undefined;
}

/** Reads the record, and asks the flow manager for the access requester's word. */
export async function readHistory(settings: ManagerSettings): Promise<History> {
  const requester = await askFlowManager(settings.flowManagerUrl);
  const { lastSuccessAt, lastFailure } = requester ?? {};
  return {
    changes: readChanges(settings.recordFile).toReversed(),
    requester:
      requester === undefined
        ? undefined
        : { lastSuccessAt: lastSuccessAt ?? undefined, lastFailure: lastFailure ?? undefined },
  };
}

/** What happened on this computer: for everybody. */
export async function log({ settings }: CommandRooms): Promise<Report> {
  const history = await readHistory(settings);
  const { changes, requester } = history;
  const { log: words } = en;
  return {
    json: { changes, requester: requester ?? null, recordFile: settings.recordFile },
    lines: [
      ...(changes.length === 0 ? [words.nothing] : []),
      ...changes.map(({ at, what, by, credential }) => {
        const about = credential === undefined ? '' : `: ${nameAndId(credential)}`;
        return `${at}  ${words.what[what]}${about}, ${words.by(by)}`;
      }),
      ...(requester?.lastSuccessAt === undefined ? [] : [`${requester.lastSuccessAt}  ${words.lastSuccess}`]),
      ...(requester?.lastFailure === undefined
        ? []
        : [`${requester.lastFailure.at}  ${words.lastFailure} (${requester.lastFailure.error})`]),
    ],
  };
}
