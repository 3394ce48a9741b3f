import { createCredential, makeClientId, makeFormMark, mintSecret, takeFormOnce } from '@gpii/credentials';
import { Actions, Button, Form, type Page, type Problem } from '@gpii/pages';
import { ConflictError } from '@gpii/store';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { MARK_FIELD } from '../form-once.ts';
import { alreadyAnswer } from './already-page.tsx';
import { NameField, readCredentialForm, toFormValues, TypeFields, type CredentialInput } from './credential-form.tsx';
import { handedOutPage, publicReadyPage } from './handed-out-page.tsx';
import { backToList } from './own-credential.tsx';

/** An empty form. */
export function showCreate(visit: AccountVisit): Promise<Answer> {
  const page = formPage(visit, { values: { type: visit.query.get('type') ?? 'installed' }, problems: [] });
  return Promise.resolve({ page });
}

/** Creates a credential, and shows its first secret: once, however often the form is sent. */
export async function create(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, session } = visit;
  const { input, problems } = readCredentialForm(form, words.credentials.form);
  if (problems.length > 0) {
    return { page: formPage(visit, { values: toFormValues(form), problems }), status: 422 };
  }
  const mark = form.get(MARK_FIELD) ?? makeFormMark();
  const fresh = { clientId: makeClientId() };
  const first = await takeFormOnce(rooms, { mark, session, value: fresh });
  const { clientId } = first ?? fresh;
  // What was sent before may have failed at the database: then it is done now, under the same client id.
  const isDone = first !== undefined && (await rooms.directory.find(clientId)) !== undefined;
  if (isDone || !(await createUnlessThere(visit, rooms, { ...input, clientId }))) {
    return alreadyAnswer(visit, { clientId, text: words.credentials.already.created(input.name) });
  }
  return handOutFirst(visit, rooms, clientId);
}

async function createUnlessThere(
  { account, by }: AccountVisit,
  rooms: SiteRooms,
  input: CredentialInput & { clientId: string },
): Promise<boolean> {
  try {
    await createCredential(rooms, { ...input, owner: account.email }, by);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}

async function handOutFirst(visit: AccountVisit, rooms: SiteRooms, clientId: string): Promise<Answer> {
  const { words, dates, by } = visit;
  const credential = await rooms.directory.find(clientId);
  if (credential?.public === true) return { page: publicReadyPage(visit, credential) };
  const label = words.credentials.newSecret.firstLabel(dates.day(rooms.now()));
  const minted = await mintSecret(rooms, { clientId, label, origin: 'created' }, by);
  return { page: handedOutPage(visit, rooms, minted) };
}

function formPage(
  visit: AccountVisit,
  { values, problems }: { values: Record<string, string>; problems: readonly Problem[] },
): Page {
  const { words, view, href, form: sent } = visit;
  const form = { view, action: href('/credentials/new'), problems, values };
  return {
    title: words.credentials.create.title,
    problems,
    back: backToList(visit),
    body: (
      <Form form={form}>
        <input type="hidden" name={MARK_FIELD} value={sent.get(MARK_FIELD) ?? makeFormMark()} />
        <NameField form={form} words={words.credentials.form} />
        <TypeFields form={form} words={words.credentials} />
        <Actions>
          <Button>{words.credentials.create.submit}</Button>
          <a href={href('/credentials')}>{words.credentials.cancel}</a>
        </Actions>
      </Form>
    ),
  };
}
