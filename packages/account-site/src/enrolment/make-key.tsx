import { createEnrolmentKey, makeFormMark, type OwnCredential } from '@gpii/credentials';
import {
  Actions,
  Button,
  CopyField,
  Form,
  Notice,
  Section,
  Select,
  TextField,
  type Page,
  type Problem,
} from '@gpii/pages';
import { MARK_FIELD, takeOnce } from '../form-once.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { listForComputers } from './own-keys.ts';
import { readNewKey } from './read-new-key.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Asks what the key is for. */
export async function showNewKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const live = (await listForComputers(rooms, visit)).filter(({ isRevoked }) => !isRevoked);
  if (live.length === 0) return { page: noCredentialsPage(visit) };
  const values = {
    credential: visit.query.get('credential') ?? (live.length === 1 ? (live[0]?.clientId ?? '') : ''),
    label: '',
    uses: '',
    ends: new Date(rooms.now().getTime() + 30 * DAY_MS).toISOString().slice(0, 10),
    [MARK_FIELD]: makeFormMark(),
  };
  return { page: newKeyPage(visit, { live, values, problems: [] }) };
}

/** Makes the key, and shows it in this one answer. */
export async function makeKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const live = (await listForComputers(rooms, visit)).filter(({ isRevoked }) => !isRevoked);
  const read = readNewKey(visit, { live, now: rooms.now() });
  if ('problems' in read) {
    const values = Object.fromEntries(visit.form);
    return { page: newKeyPage(visit, { live, values, problems: read.problems }), status: 422 };
  }
  await takeOnce(visit, rooms);
  const { enrolmentKey } = await createEnrolmentKey(rooms, read, visit.by);
  return { page: madePage(visit, enrolmentKey) };
}

interface NewKeyForm {
  readonly live: readonly OwnCredential[];
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

function newKeyPage(visit: Visit, { live, values, problems }: NewKeyForm): Page {
  const words = visit.words.enrolment.new;
  const form = { view: visit.view, action: visit.href('/enrolment-keys'), problems, values };
  const options = live.map(({ clientId, name }) => ({ value: clientId, text: name === '' ? clientId : name }));
  return {
    title: words.title,
    problems,
    back: { href: visit.href('/enrolment-keys'), text: visit.words.enrolment.title },
    body: (
      <Form form={form}>
        <input type="hidden" name={MARK_FIELD} value={values[MARK_FIELD] ?? ''} />
        <Select
          form={form}
          name="credential"
          label={words.credential}
          hint={words.credentialHint}
          options={[{ value: '', text: words.choose }, ...options]}
        />
        <TextField form={form} name="label" label={words.label} hint={words.labelHint} autocomplete="off" />
        <TextField form={form} name="uses" label={words.uses} inputMode="numeric" maxLength={6} autocomplete="off" />
        <TextField form={form} name="ends" type="date" label={words.ends} hint={words.endsHint} />
        <Actions>
          <Button>{words.submit}</Button>
        </Actions>
      </Form>
    ),
  };
}

function madePage({ words, href }: Visit, enrolmentKey: string): Page {
  const { made } = words.enrolment;
  return {
    title: made.title,
    body: (
      <>
        <Notice tone="warn">
          <p>{made.once}</p>
        </Notice>
        <CopyField id="enrolment_key" label={made.key} value={enrolmentKey} />
        <Section id="next" heading={made.next}>
          <ol>
            {made.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Section>
        <p>
          <a class="btn" href={href('/enrolment-keys')}>
            {made.done}
          </a>
        </p>
      </>
    ),
  };
}

function noCredentialsPage({ words: { enrolment }, href }: Visit): Page {
  return {
    title: enrolment.new.title,
    body: (
      <>
        <p>{enrolment.noCredentials}</p>
        <p>
          <a class="btn" href={href('/credentials')}>
            {enrolment.toCredentials}
          </a>
        </p>
      </>
    ),
  };
}
