import { revokeSecret, showCredential, type CredentialSummary, type SecretSummary } from '@gpii/credentials';
import { Actions, Button, Facts, Form, Notice } from '@gpii/pages';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { endPathOf, findOwn, nameOf, pathOf } from './own-credential.tsx';
import { labelOf, lastUseOf } from './secret-table.tsx';

/** Says what stops working when this secret ends. */
export async function showEndSecret(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { words, view, href } = visit;
  const { credential, secret } = await findOwnSecret(visit, rooms);
  const { endSecret, detail, backTo } = words.credentials;
  const back = { href: href(pathOf(credential.clientId)), text: backTo(nameOf(visit, credential)) };
  const title = endSecret.title(labelOf(visit, secret));
  if (secret.ended) {
    return { page: { title, back, body: <p>{endSecret.hasEnded}</p> } };
  }
  const form = { view, action: href(endPathOf(credential.clientId, secret.secretId)), problems: [], values: {} };
  const body = (
    <>
      <p class="lead">{endSecret.text}</p>
      <Facts
        facts={[
          [detail.howHandedOut, detail.origin[secret.origin]],
          [detail.created, visit.dates.moment(secret.createdAt)],
          [endSecret.lastUsed, lastUseOf(visit, secret)],
        ]}
      />
      <Notice>
        <p>{endSecret.stillKeyIn}</p>
      </Notice>
      <Form form={form}>
        <Actions>
          <Button look="danger">{endSecret.submit}</Button>
          <a href={back.href}>{endSecret.keep}</a>
        </Actions>
      </Form>
    </>
  );
  return { page: { title, back, body } };
}

/** Ends one secret for ever, with what was issued under it; the others stay. */
export async function endSecret(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { credential, secret } = await findOwnSecret(visit, rooms);
  const { clientId } = credential;
  await revokeSecret(rooms, { clientId, secretId: secret.secretId, reason: '' }, visit.by);
  return { goTo: `${visit.href(pathOf(clientId))}?done=ended` };
}

async function findOwnSecret(
  visit: AccountVisit,
  rooms: SiteRooms,
): Promise<{ credential: CredentialSummary; secret: SecretSummary }> {
  const { value } = await findOwn(visit, rooms);
  const credential = await showCredential(rooms, value.clientId);
  const secret = credential.secrets.find(({ secretId }) => secretId === visit.params.secretId);
  if (secret === undefined) throw notThere();
  return { credential, secret };
}
