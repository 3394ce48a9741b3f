import { editCredential, type ClientCredential } from '@gpii/credentials';
import { Actions, Button, Form, Notice, type Page, type Problem } from '@gpii/pages';
import { ConflictError, type Found } from '@gpii/store';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { NameField, readCredentialForm, toFormValues, WebFields, type CredentialInput } from './credential-form.tsx';
import { Head } from './list-table.tsx';
import { findOwn, isRevoked, nameOf, pathOf, revokedAnswer } from './own-credential.tsx';

/** Field of the revision that somebody looked at. */
const REVISION = 'revision';

/** The form of what can be changed. */
export async function showEdit(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const found = await findOwn(visit, rooms);
  if (await isRevoked(rooms, found.value)) return revokedAnswer(visit, found.value);
  return { page: editPage(visit, found, { values: toFormValues(found.value), problems: [] }) };
}

/** Saves what was changed, unless somebody else was quicker: then both are shown, and nothing is lost (W18). */
export async function edit(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, href, by } = visit;
  const found = await findOwn(visit, rooms);
  if (await isRevoked(rooms, found.value)) return revokedAnswer(visit, found.value);
  const { clientId, type } = found.value;
  const { input, problems } = readCredentialForm(form, words.credentials.form, type);
  const values = toFormValues(form);
  if (problems.length > 0) {
    const sent = { ...found, revision: form.get(REVISION) ?? found.revision };
    return { page: editPage(visit, sent, { values, problems }), status: 422 };
  }
  const { name, origins, redirectUris } = input;
  const changes = type === 'web' ? { name, origins, redirectUris } : { name };
  try {
    await editCredential(rooms, { clientId, changes, revision: form.get(REVISION) ?? found.revision }, by);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return { page: stalePage(visit, await findOwn(visit, rooms), { input, values }), status: 409 };
  }
  return { goTo: `${href(pathOf(clientId))}?done=saved` };
}

function editPage(
  visit: AccountVisit,
  found: Found<ClientCredential>,
  { values, problems }: { values: Record<string, string>; problems: readonly Problem[] },
): Page {
  const { words, href } = visit;
  const { clientId } = found.value;
  const name = nameOf(visit, found.value);
  return {
    title: words.credentials.edit.title(name),
    problems,
    back: { href: href(pathOf(clientId)), text: words.credentials.backTo(name) },
    body: (
      <>
        <EditForm visit={visit} found={found} values={values} problems={problems}>
          <Button>{words.credentials.edit.submit}</Button>
          <a href={href(pathOf(clientId))}>{words.credentials.cancel}</a>
        </EditForm>
        <p class="hint">{words.credentials.edit.fixed}</p>
      </>
    ),
  };
}

function EditForm(props: {
  readonly visit: AccountVisit;
  readonly found: Found<ClientCredential>;
  readonly values: Record<string, string>;
  readonly problems: readonly Problem[];
  readonly children: VNode[];
}): VNode {
  const { visit, found, values, problems, children } = props;
  const { words, view, href } = visit;
  const form = { view, action: href(pathOf(found.value.clientId, 'edit')), problems, values };
  return (
    <Form form={form}>
      <input type="hidden" name={REVISION} value={found.revision} />
      <NameField form={form} words={words.credentials.form} />
      {found.value.type === 'web' ? <WebFields form={form} words={words.credentials.form} /> : null}
      <Actions>{children}</Actions>
    </Form>
  );
}

function stalePage(
  visit: AccountVisit,
  found: Found<ClientCredential>,
  { input, values }: { input: CredentialInput; values: Record<string, string> },
): Page {
  const { words, href } = visit;
  const { stale } = words.credentials.edit;
  const { clientId } = found.value;
  visit.context.reason = 'edit_stale';
  return {
    title: stale.title,
    back: { href: href(pathOf(clientId)), text: words.credentials.backTo(nameOf(visit, found.value)) },
    body: (
      <>
        <Notice tone="warn" isStatus>
          <p>{stale.text}</p>
        </Notice>
        <Versions visit={visit} theirs={found.value} yours={input} />
        <p>{stale.whatNow}</p>
        <EditForm visit={visit} found={found} values={values} problems={[]}>
          <Button>{stale.submit}</Button>
          <a href={href(pathOf(clientId))}>{stale.keep}</a>
        </EditForm>
      </>
    ),
  };
}

function Versions(props: { visit: AccountVisit; theirs: ClientCredential; yours: CredentialInput }): VNode {
  const { visit, theirs, yours } = props;
  const { edit: words, form } = visit.words.credentials;
  const fields = theirs.type === 'web' ? (['name', 'origins', 'redirectUris'] as const) : (['name'] as const);
  const show = (value: string | readonly string[]): VNode[] =>
    [value].flat().map((line, index) => <div key={index}>{line}</div>);
  return (
    <table class="list" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <Head>{words.stale.field}</Head>
          <Head>{words.stale.theirs}</Head>
          <Head>{words.stale.yours}</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {fields.map((field) => (
          <tr role="row" key={field}>
            <th role="rowheader" scope="row">
              {form[field]}
            </th>
            <td role="cell" class="wrap-anywhere" data-label={words.stale.theirs}>
              {show(theirs[field])}
            </td>
            <td role="cell" class="wrap-anywhere" data-label={words.stale.yours}>
              {show(yours[field])}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
