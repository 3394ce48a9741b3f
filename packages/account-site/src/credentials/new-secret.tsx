import {
  CredentialError,
  DEFAULT_OVERLAP_HOURS,
  makeFormMark,
  MAX_OVERLAP_HOURS,
  mintSecret,
  rotateSecret,
  showCredential,
  takeFormOnce,
  type ClientCredential,
  type SecretSummary,
} from '@gpii/credentials';
import { Actions, Button, Form, TextField, type Page, type Problem } from '@gpii/pages';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { MARK_FIELD } from '../form-once.ts';
import { alreadyAnswer } from './already-page.tsx';
import { cleanLine } from './credential-form.tsx';
import { publicAnswer } from './download.tsx';
import { handedOutPage } from './handed-out-page.tsx';
import { findOwn, isRevoked, nameOf, pathOf, revokedAnswer } from './own-credential.tsx';
import { labelOf } from './secret-table.tsx';

/** Parameter, and field, that names the secret which the new one takes the place of. */
const REPLACES = 'replaces';
const OVERLAP = 'overlapHours';
const LABEL_MAX_LENGTH = 200;

/** Asks for a label; for a rotation also how long the old secret stays good. */
export async function showNewSecret(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return withCredential(visit, rooms, async (credential) => {
    const old = await findOld(rooms, credential, visit.query.get(REPLACES));
    const { newSecret } = visit.words.credentials;
    const label = old?.label ?? newSecret.usualLabel(visit.dates.day(rooms.now()));
    const values = { label, [OVERLAP]: String(DEFAULT_OVERLAP_HOURS) };
    return { page: formPage(visit, { credential, old, values, problems: [] }) };
  });
}

/** Makes one more secret, and shows it once. A rotation gives the old one an end. */
export async function makeNewSecret(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, session, words } = visit;
  return withCredential(visit, rooms, async (credential) => {
    const { clientId } = credential;
    const old = await findOld(rooms, credential, form.get(REPLACES));
    const given = readForm(visit, old);
    const values = { label: form.get('label') ?? '', [OVERLAP]: form.get(OVERLAP) ?? '' };
    const refuse = (problems: readonly Problem[]): Answer => ({
      page: formPage(visit, { credential, old, values, problems }),
      status: 422,
    });
    if (given.problems.length > 0) return refuse(given.problems);
    if (old?.ended === true) return refuse([endedProblem(visit)]);
    const mark = form.get(MARK_FIELD) ?? makeFormMark();
    if ((await takeFormOnce(rooms, { mark, session, value: { clientId } })) !== undefined) {
      return alreadyAnswer(visit, { clientId, text: words.credentials.already.secretMade });
    }
    try {
      return { page: await mint(visit, rooms, { clientId, old, ...given }) };
    } catch (error) {
      if (error instanceof CredentialError && error.reason === 'secret_ended') return refuse([endedProblem(visit)]);
      throw error;
    }
  });
}

async function mint(
  visit: AccountVisit,
  rooms: SiteRooms,
  given: { clientId: string; old: SecretSummary | undefined; label: string; overlapHours: number },
): Promise<Page> {
  const { by, words, dates } = visit;
  const { clientId, old, label, overlapHours } = given;
  if (old === undefined) {
    return handedOutPage(visit, rooms, await mintSecret(rooms, { clientId, label, origin: 'created' }, by));
  }
  const rotated = await rotateSecret(rooms, { clientId, secretId: old.secretId, label, overlapHours }, by);
  const { handedOut } = words.credentials;
  const oldLabel = labelOf(visit, old);
  const hasEnded = Date.parse(rotated.oldEndsAt) <= rooms.now().getTime();
  const note = hasEnded ? handedOut.rotatedNow(oldLabel) : handedOut.rotated(oldLabel, dates.moment(rotated.oldEndsAt));
  return handedOutPage(visit, rooms, rotated, note);
}

async function withCredential(
  visit: AccountVisit,
  rooms: SiteRooms,
  goOn: (credential: ClientCredential) => Promise<Answer>,
): Promise<Answer> {
  const { value: credential } = await findOwn(visit, rooms);
  if (await isRevoked(rooms, credential)) return revokedAnswer(visit, credential);
  return credential.public ? publicAnswer(visit, credential.clientId) : goOn(credential);
}

/** @throws Refusal 404 when the credential has no such secret. */
async function findOld(
  rooms: SiteRooms,
  { clientId }: ClientCredential,
  secretId: string | null,
): Promise<SecretSummary | undefined> {
  if (secretId === null || secretId === '') return undefined;
  const { secrets } = await showCredential(rooms, clientId);
  const old = secrets.find((secret) => secret.secretId === secretId);
  if (old === undefined) throw notThere();
  return old;
}

function readForm(
  { form, words }: AccountVisit,
  old: SecretSummary | undefined,
): { label: string; overlapHours: number; problems: readonly Problem[] } {
  const { problems: told } = words.credentials.newSecret;
  const label = cleanLine(form.get('label') ?? '');
  const hours = (form.get(OVERLAP) ?? '').trim();
  const overlapHours = old === undefined || hours === '' ? DEFAULT_OVERLAP_HOURS : Number(hours);
  const isOverlap = /^\d{1,3}$/.test(String(overlapHours)) && overlapHours <= MAX_OVERLAP_HOURS;
  return {
    label,
    overlapHours,
    problems: [
      ...(label.length <= LABEL_MAX_LENGTH ? [] : [{ field: 'label', words: told.labelTooLong(LABEL_MAX_LENGTH) }]),
      ...(isOverlap ? [] : [{ field: OVERLAP, words: told.overlap(MAX_OVERLAP_HOURS) }]),
    ],
  };
}

const endedProblem = ({ words }: AccountVisit): Problem => ({
  field: 'label',
  words: words.credentials.newSecret.problems.secretEnded,
});

interface FormPage {
  readonly credential: ClientCredential;
  readonly old: SecretSummary | undefined;
  readonly values: Record<string, string>;
  readonly problems: readonly Problem[];
}

function formPage(visit: AccountVisit, { credential, old, values, problems }: FormPage): Page {
  const { words, view, href, form: sent } = visit;
  const { newSecret, cancel, backTo } = words.credentials;
  const { clientId } = credential;
  const form = { view, action: href(pathOf(clientId, 'secrets')), problems, values };
  const name = nameOf(visit, credential);
  return {
    title: old === undefined ? newSecret.title : newSecret.rotateTitle(labelOf(visit, old)),
    problems,
    back: { href: href(pathOf(clientId)), text: backTo(name) },
    body: (
      <>
        <p class="lead">{old === undefined ? newSecret.lead(name) : newSecret.rotateLead}</p>
        <Form form={form}>
          <input type="hidden" name={MARK_FIELD} value={sent.get(MARK_FIELD) ?? makeFormMark()} />
          {old === undefined ? null : <input type="hidden" name={REPLACES} value={old.secretId} />}
          <TextField form={form} name="label" label={newSecret.label} hint={newSecret.labelHint} autocomplete="off" />
          {old === undefined ? null : (
            <TextField
              form={form}
              name={OVERLAP}
              label={newSecret.overlap}
              hint={newSecret.overlapHint}
              inputMode="numeric"
              autocomplete="off"
            />
          )}
          <Actions>
            <Button>{old === undefined ? newSecret.submit : newSecret.rotateSubmit}</Button>
            <a href={href(pathOf(clientId))}>{cancel}</a>
          </Actions>
        </Form>
      </>
    ),
  };
}
