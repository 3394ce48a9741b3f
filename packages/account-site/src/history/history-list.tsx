import type { AuditRecord, AuditView } from '@gpii/credentials';
import { Notice } from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { AccountVisit } from '../visit.ts';
import { nameInRecord, whatWasDone, whoDid } from './describe-record.ts';

/** One line: a record, or refusals that followed each other. */
export interface HistoryEntry {
  readonly at: string;
  /** When the first of several refusals was. */
  readonly since?: string;
  readonly isRefusal: boolean;
  readonly what: string;
  readonly who: string;
  readonly address: string | undefined;
}

/** A page of a history. */
export interface History {
  readonly entries: readonly HistoryEntry[];
  readonly next: string | undefined;
  /** Whether records of before are still being put in order. */
  readonly isGathering: boolean;
}

const REFUSALS: readonly AuditRecord['action'][] = ['sign_in_refused', 'refused_burst'];

/** Reads what concerns an account or a credential, newest first. */
export async function readHistory(
  visit: AccountVisit,
  rooms: SiteRooms,
  { view, limit, after }: { view: AuditView; limit: number; after?: string | undefined },
): Promise<History> {
  const { records, next, isGathering } = await rooms.audit.listOf(view, { limit, after });
  const entries = await Promise.all(
    groupRefusals(records).map(async (group): Promise<HistoryEntry> => {
      const { newest, oldest, tries } = group;
      return {
        at: newest.at,
        ...(oldest === newest ? {} : { since: oldest.at }),
        isRefusal: REFUSALS.includes(newest.action),
        what: whatWasDone(visit, newest, { name: await nameInRecord(rooms, newest), tries }),
        who: whoDid(visit, newest.actor),
        address: newest.address,
      };
    }),
  );
  return { entries, next, isGathering };
}

interface Group {
  readonly newest: AuditRecord;
  readonly oldest: AuditRecord;
  readonly tries: number;
}

/** Refusals of one kind, from one address, with nothing between them, are one line. */
export function groupRefusals(records: readonly AuditRecord[]): readonly Group[] {
  const groups: Group[] = [];
  for (const record of records) {
    const last = groups.at(-1);
    const tries = triesOf(record);
    if (last !== undefined && belongTogether(last.oldest, record)) {
      groups[groups.length - 1] = { ...last, oldest: record, tries: last.tries + tries };
    } else groups.push({ newest: record, oldest: record, tries });
  }
  return groups;
}

function belongTogether(later: AuditRecord, earlier: AuditRecord): boolean {
  return (
    REFUSALS.includes(later.action) &&
    later.action === earlier.action &&
    later.address === earlier.address &&
    later.subject === earlier.subject
  );
}

/** A burst counts its tries itself. */
function triesOf({ after }: AuditRecord): number {
  return after !== undefined && 'count' in after && typeof after.count === 'number' ? after.count : 1;
}

/** The lines of a history. */
export function HistoryList({ visit, history }: { visit: AccountVisit; history: History }): VNode {
  const { words } = visit;
  const { entries, isGathering } = history;
  return (
    <>
      {isGathering ? (
        <Notice>
          <p>{words.history.gathering}</p>
        </Notice>
      ) : null}
      {entries.length === 0 ? (
        <p>{words.history.empty}</p>
      ) : (
        <>
          <p class="soft">{words.history.order}</p>
          <ol class="log">
            {entries.map((entry, index) => (
              <Line key={index} visit={visit} entry={entry} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function Line({ visit, entry }: { visit: AccountVisit; entry: HistoryEntry }): VNode {
  const { words, dates } = visit;
  const { at, since, isRefusal, what, who, address } = entry;
  return (
    <li>
      <time dateTime={at}>{dates.moment(at)}</time>
      <div class="wrap-anywhere">
        {isRefusal ? <strong>{words.history.refused} </strong> : null}
        {what}
        <span class="under soft">
          {address === undefined ? words.history.by(who) : words.history.byFrom(who, address)}
          {since === undefined ? null : ` ${words.history.since(dates.moment(since))}`}
        </span>
      </div>
    </li>
  );
}
