import type { AuditRecord, AuditView } from '@gpii/credentials';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { nameInRecord, whatWasDone, whoDid } from './describe-record.ts';
import { toCsv } from './csv.ts';

/** The newest of them: the file is made in memory. */
const MAX_RECORDS = 5000;
const PAGE_SIZE = 500;

/** The history of the account, or of one of its credentials, for spreadsheets. */
export async function downloadHistory(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { account, form, words } = visit;
  const clientId = form.get('id');
  if (clientId !== null) {
    const credential = await rooms.directory.find(clientId);
    if (credential?.owner !== account.email.toLowerCase()) throw notThere();
  }
  const records = await readAll(rooms, clientId === null ? `account:${account.email}` : `credential:${clientId}`);
  const rows = await Promise.all(
    records.map(async (record) => {
      const name = await nameInRecord(rooms, record);
      const what = whatWasDone(visit, record, { name, tries: 1 });
      return [record.at, whoDid(visit, record.actor), what, name, record.address ?? '', record.requestId ?? ''];
    }),
  );
  const day = rooms.now().toISOString().slice(0, 10);
  const content = toCsv([words.history.columns, ...rows]);
  return { file: { name: `gpii-history-${day}.csv`, mediaType: 'text/csv; charset=utf-8; header=present', content } };
}

async function readAll(rooms: SiteRooms, view: AuditView): Promise<readonly AuditRecord[]> {
  const all: AuditRecord[] = [];
  let after: string | undefined;
  do {
    const { records, next } = await rooms.audit.listOf(view, { limit: PAGE_SIZE, after });
    all.push(...records);
    after = next;
  } while (after !== undefined && all.length < MAX_RECORDS);
  return all;
}
