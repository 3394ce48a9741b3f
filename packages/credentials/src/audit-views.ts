import type { Store } from '@gpii/store';
import type { AuditRecord } from './audit-log.ts';
import { createFilledIndex, createUnlessThere } from './fill-once.ts';

/** Whose history: `account:EMAIL` or `credential:CLIENT_ID`. */
export type AuditView = `account:${string}` | `credential:${string}`;

type ViewedRecord = Pick<AuditRecord, 'action' | 'actor' | 'subject' | 'after'>;

/** Which records concern whom: a document without content for each, beside the records, whose id says all. */
export interface AuditViews {
  /** Whom a record concerns. Before the record itself is stored. */
  of(record: ViewedRecord): Promise<readonly AuditView[]>;
  enter(views: readonly AuditView[], recordId: string): Promise<void>;
  /** Ids of records, newest first, from after one of them on. */
  list(view: AuditView, page: { limit: number; after: string | undefined }): Promise<readonly string[]>;
  /** Enters what was recorded before there were views. @returns Whether that still goes on. */
  gather(): Promise<boolean>;
}

/** Longer than this nobody waits for records of before. */
const GATHER_WAIT_MS = 2000;
const PAGE_SIZE = 500;
/** Records begin with a digit, and so come before all views. */
const KIND = 'view:';

const PERSONAL: readonly AuditRecord['action'][] = ['consent_given', 'consent_taken_back'];

/** Whether the id is that of a record. */
export const isAuditId = (id: string): boolean => /^\d{13}-\d{6}-[0-9a-f]+$/.test(id);

/** The views of an audit log. Most records, those of saved preferences, are in none: nobody but the operator reads them. */
export function createAuditViews({
  store,
  now,
  ownerOf,
}: {
  store: Store;
  now: () => Date;
  ownerOf: (clientId: string) => Promise<string | undefined>;
}): AuditViews {
  const index = createFilledIndex(
    { store, now },
    {
      name: 'audit-views',
      fill: enterAll,
      isNothingStored: async () => (await store.audit.listByPrefix('', { limit: 1 })).length === 0,
    },
  );

  async function of({ action, actor, subject, after }: ViewedRecord): Promise<AuditView[]> {
    await index.beforeStoring();
    // Who shares preferences with a web application is not told to whose it is.
    const clientId = PERSONAL.includes(action) ? undefined : clientIdOf(subject, after);
    const owner = clientId === undefined ? undefined : await ownerOf(clientId);
    const views = [actor, subject].filter(isAccount);
    if (clientId !== undefined) views.push(`credential:${clientId}`);
    if (owner !== undefined) views.push(`account:${owner}`);
    return [...new Set(views.map(normalize))];
  }

  async function enter(views: readonly AuditView[], recordId: string): Promise<void> {
    const entries = views.map((view) => prefixFor(view) + recordId);
    await Promise.all(entries.map((id) => createUnlessThere(() => store.audit.create(id, {}))));
  }

  async function enterAll(): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const options = { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
      const page = await store.audit.listByPrefix<Omit<AuditRecord, 'id'>>('', options);
      const records = page.filter(({ id }) => isAuditId(id));
      await Promise.all(records.map(async ({ id, value }) => enter(await of(value), id)));
      if (records.length < PAGE_SIZE) return;
      after = page.at(-1)?.id;
    }
  }

  return {
    of,
    enter,
    list: async (view, { limit, after }) => {
      const prefix = prefixFor(normalize(view));
      const options = { limit, ...(after === undefined ? {} : { after: prefix + after }) };
      return (await store.audit.listByPrefix(prefix, options)).map(({ id }) => id.slice(prefix.length));
    },
    gather: async () => {
      const filling = index.filled().then(() => false);
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, GATHER_WAIT_MS, true);
      });
      return Promise.race([filling, waited]).finally(() => {
        clearTimeout(timer);
      });
    },
  };
}

/** `account:unknown`, what unknown addresses are recorded under, is nobody's. */
const isAccount = (text: string): text is AuditView => text.startsWith('account:') && text.includes('@');

function normalize(view: AuditView): AuditView {
  return view.startsWith('account:') ? (view.toLowerCase() as AuditView) : view;
}

function clientIdOf(subject: string, after: object | undefined): string | undefined {
  if (subject.startsWith('credential:')) return subject.slice('credential:'.length);
  const inRecord = after !== undefined && 'clientId' in after ? after.clientId : undefined;
  return subject.startsWith('enrolmentKey:') && typeof inRecord === 'string' ? inRecord : undefined;
}

const prefixFor = (view: AuditView): string => `${KIND}${encodeURIComponent(view)}:`;
