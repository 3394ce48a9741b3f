import type { AuditRecord } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';
import type { AccountVisit } from '../visit.ts';
import type { SiteWords } from '../words.ts';

/** What the words of a record are made from. */
export interface RecordFacts {
  /** Name of the client credential that it is about; empty where it is about none. */
  readonly name: string;
  readonly label: string;
  readonly origin: string;
  readonly reason: string;
  /** When something ends, in words. */
  readonly end: string;
  readonly oldName: string;
  /** How many tries were refused. */
  readonly tries: number;
  /** Why, of a burst of refusals. */
  readonly kind: string;
}

/** Who did something, in words. @param actor - As the audit log has it. */
export function whoDid({ words, account }: AccountVisit, actor: string): string {
  const { who } = words.history;
  const at = actor.indexOf(':');
  const [kind, name] = at === -1 ? [actor, ''] : [actor.slice(0, at), actor.slice(at + 1)];
  switch (kind) {
    case 'account':
      return name === account.email.toLowerCase() ? who.you : name;
    case 'operator':
      return who.operator;
    case 'client':
      return who.client;
    case 'enrolmentKey':
      return who.enrolled;
    case 'import':
      return who.import;
    default:
      return who.unproven;
  }
}

/** What was done, in words. @param tries - How often, where refusals stand together. */
export function whatWasDone(
  visit: AccountVisit,
  record: AuditRecord,
  { name, tries }: { name: string; tries: number },
): string {
  const { actions, other } = visit.words.history;
  const facts = toFacts(visit, record, { name, tries });
  return isKnown(record.action, actions) ? actions[record.action](facts) : other(record.action);
}

function isKnown(action: string, actions: SiteWords['history']['actions']): action is keyof typeof actions {
  return Object.hasOwn(actions, action);
}

function toFacts(
  { words, dates }: AccountVisit,
  { before, after }: AuditRecord,
  { name, tries }: { name: string; tries: number },
): RecordFacts {
  const was = textsOf(before);
  const is = textsOf(after);
  const { origin: origins } = words.credentials.detail;
  const origin = is.origin ?? '';
  return {
    // As it was called then, where the record says it.
    name: is.name ?? name,
    label: is.label ?? was.label ?? '',
    origin: isOrigin(origin, origins) ? origins[origin] : '',
    reason: is.reason ?? '',
    end: is.endsAt === undefined ? '' : dates.moment(is.endsAt),
    oldName: was.name ?? '',
    tries,
    kind: is.kind ?? '',
  };
}

function isOrigin(text: string, origins: SiteWords['credentials']['detail']['origin']): text is keyof typeof origins {
  return Object.hasOwn(origins, text);
}

function textsOf(value: object | undefined): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => typeof member === 'string'));
}

/** The name of the client credential that a record is about; empty where it is about none. */
export async function nameInRecord(rooms: SiteRooms, { subject, after }: AuditRecord): Promise<string> {
  const inRecord = after !== undefined && 'clientId' in after ? String(after.clientId) : '';
  const clientId = subject.startsWith('credential:') ? subject.slice('credential:'.length) : inRecord;
  if (clientId === '') return '';
  return (await rooms.directory.find(clientId))?.name ?? clientId;
}
