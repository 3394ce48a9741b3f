import {
  createCredential,
  createHandOverCode,
  CredentialError,
  findCredential,
  type ClientCredential,
} from '@gpii/credentials';
import type { Problem } from '@gpii/pages';
import { toLocation } from '@gpii/protocol';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import { proveAgain } from '../step-up.tsx';
import type { AccountVisit, Visit } from '../visit.ts';
import { readChoices } from './choices.ts';
import { brokenPage, connectPage } from './connect-page.tsx';
import { originOf, readConnectRequest, returnAddressOf, type ConnectRequest } from './read-connect-request.ts';

const NAME_MAX_LENGTH = 200;

/** Answers an address that cannot be meant: a page, and no way anywhere (CONFORMANCE O01, O02). */
export function refuseBroken(visit: Visit): Answer | undefined {
  const asked = readConnectRequest(visit);
  if (typeof asked !== 'string') return undefined;
  visit.context.reason = 'parameter_malformed';
  return { page: brokenPage(visit, asked), status: 400 };
}

/** Asks whether a computer may have a credential, and which. Never goes on by itself (SECURITY, confused deputy). */
export async function showConnect(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return ask(visit, rooms, { asked: need(visit), problems: [] });
}

/** Takes the answer of the person. Saying no and looking for a credential need no password. */
export async function decideConnect(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const asked = need(visit);
  const decision = visit.form.get('decision');
  if (decision === 'find') return ask(visit, rooms, { asked, problems: [] });
  if (decision !== 'connect') return decline(visit, rooms, asked);
  return proveAgain(visit, rooms, {
    goOn: (proven) => approve(proven, rooms, asked),
    formTarget: originOf(asked.port),
  });
}

async function approve(visit: AccountVisit, rooms: SiteRooms, asked: ConnectRequest): Promise<Answer> {
  const credential = await settle(visit, rooms);
  if ('field' in credential) return ask(visit, rooms, { asked, problems: [credential] });
  const { clientId, name } = credential;
  const label = asked.computer === '' ? name : asked.computer;
  const { codeChallenge, port } = asked;
  const code = await createHandOverCode(rooms, { clientId, codeChallenge, approvedBy: visit.by.actor, label });
  const after = { computer: asked.computer, port };
  await rooms.audit.append(visit.by, { action: 'hand_over_approved', subject: `credential:${clientId}`, after });
  visit.context.logFields.clientId = clientId;
  return { goTo: toLocation(returnAddressOf(asked, rooms), { code }) };
}

async function decline(visit: AccountVisit, rooms: SiteRooms, asked: ConnectRequest): Promise<Answer> {
  const after = { computer: asked.computer, port: asked.port };
  await rooms.audit.append(visit.by, {
    action: 'hand_over_declined',
    subject: `account:${visit.account.email}`,
    after,
  });
  return { goTo: toLocation(returnAddressOf(asked, rooms), { error: 'access_denied' }) };
}

/** The credential that the computer is to have: made here, or one that is there. */
async function settle(visit: AccountVisit, rooms: SiteRooms): Promise<ClientCredential | Problem> {
  const { form, account, words } = visit;
  const { problems } = words.connect;
  if (form.get('which') === 'new') {
    const name = (form.get('name') ?? '').trim();
    if (name === '') return { field: 'name', words: problems.name_missing };
    if (name.length > NAME_MAX_LENGTH) return { field: 'name', words: problems.name_too_long };
    return createCredential(rooms, { type: 'installed', name, owner: account.email }, visit.by);
  }
  if (form.get('which') !== 'existing') return { field: 'which', words: problems.which };
  const clientId = form.get('existing') ?? '';
  if (clientId === '') return { field: 'existing', words: problems.existing };
  const { value } = await findCredential(rooms, clientId).catch(hideUnknown);
  if (value.owner !== account.email || value.type !== 'installed') throw notThere();
  await rooms.store.feed?.catchUp();
  const isRevoked = rooms.revocations.find('credential', clientId) !== undefined;
  return isRevoked ? { field: 'existing', words: problems.existing_revoked } : value;
}

function hideUnknown(error: unknown): never {
  throw error instanceof CredentialError ? notThere() : error;
}

async function ask(
  visit: AccountVisit,
  rooms: SiteRooms,
  { asked, problems }: { asked: ConnectRequest; problems: readonly Problem[] },
): Promise<Answer> {
  const { form, account, words } = visit;
  const find = form.get('find') ?? '';
  const offered = await readChoices(rooms, { owner: account.email, find });
  const nothing = find !== '' && offered.found === 0 ? [{ field: 'find', words: words.connect.problems.find }] : [];
  const all = [...problems, ...nothing];
  const values = {
    which: form.get('which') ?? (form.get('decision') === 'find' ? 'existing' : 'new'),
    name: form.get('name') ?? asked.computer,
    existing: form.get('existing') ?? '',
    find,
  };
  const page = connectPage(visit, { asked, offered, values, problems: all });
  return { page, status: all.length === 0 ? 200 : 422 };
}

/** The route has refused what is broken before. */
function need(visit: Visit): ConnectRequest {
  const asked = readConnectRequest(visit);
  if (typeof asked === 'string') throw notThere();
  return asked;
}
