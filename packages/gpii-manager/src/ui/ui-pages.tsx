import {
  Actions,
  Button,
  Facts,
  Form,
  Notice,
  Section,
  SignInFields,
  Tag,
  TextArea,
  type FormView,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import type { ManagerSettings } from '../config.ts';
import type { Standing } from '../commands/standing.ts';
import type { UiVisit } from './ui-visit.ts';

/** What was done just now, by the word in the address. */
function doneNotice({ query, words }: UiVisit): VNode | null {
  const done = Object.entries(words.done).find(([name]) => name === query.get('done'));
  return done === undefined ? null : (
    <Notice tone="good" isStatus>
      <p>{done[1]}</p>
    </Notice>
  );
}

/** How this computer stands, and what can be done. */
export function homePage(
  visit: UiVisit,
  { standing, settings, mayChange }: { standing: Standing; settings: ManagerSettings; mayChange: boolean },
): Page {
  const words = visit.words.home;
  const tone = standing.state === 'connected' ? 'good' : standing.state === 'local-only' ? 'off' : 'warn';
  const { credential } = standing;
  return {
    title: words.title,
    isWide: true,
    // Where the way through the browser begins: a policy of forms counts redirects too.
    formTarget: new URL(settings.cloudUrl).origin,
    body: (
      <>
        {doneNotice(visit)}
        <div class="card stack">
          <p>
            <Tag tone={tone}>{words.states[standing.state]}</Tag>
          </p>
          <p>{standing.state === 'local-only' ? words.localOnly : standing.message}</p>
          <p>
            <a href={visit.href('/')}>{words.checkAgain}</a>
          </p>
        </div>
        {mayChange ? (
          <Ways visit={visit} hasCredential={credential !== undefined} maySignIn={settings.signIn} />
        ) : (
          <Notice>
            <p>{words.notAdministrator}</p>
          </Notice>
        )}
        <Section id="details" heading={words.details}>
          <Facts
            facts={[
              ...(credential === undefined
                ? []
                : [[words.credential, `${credential.name} (${credential.clientIdPrefix})`] as const]),
              [words.cloud, settings.cloudUrl],
              [words.keptIn, words.keptText(settings.credentialFile)],
            ]}
          />
        </Section>
      </>
    ),
  };
}

function Ways({
  visit,
  hasCredential,
  maySignIn,
}: {
  visit: UiVisit;
  hasCredential: boolean;
  maySignIn: boolean;
}): VNode {
  const words = visit.words.home;
  const form: FormView = { view: visit.view, action: visit.href('/connect'), problems: [], values: {} };
  return (
    <>
      <Section id="connect" heading={hasCredential ? words.connectAgainHeading : words.connectHeading}>
        <p class="soft">{words.chooseOne}</p>
        <ul class="steps">
          <li class="card">
            <h3>{words.browser}</h3>
            <p>{words.browserText}</p>
            <Form form={form}>
              <Button>{words.browserButton}</Button>
            </Form>
          </li>
          <li class="card">
            <h3>{words.file}</h3>
            <p>{words.fileText}</p>
            <a class="btn plain" href={visit.href('/set')}>
              {words.fileButton}
            </a>
          </li>
          {maySignIn ? (
            <li class="card">
              <h3>{words.signIn}</h3>
              <p>{words.signInText}</p>
              <a class="btn plain" href={visit.href('/sign-in')}>
                {words.signInButton}
              </a>
            </li>
          ) : null}
        </ul>
      </Section>
      {hasCredential ? (
        <Section id="change" heading={words.changeHeading}>
          <div class="actions">
            <a class="btn plain" href={visit.href('/rotate')}>
              {words.rotate}
            </a>
            <a class="btn danger" href={visit.href('/revoke')}>
              {words.revoke}
            </a>
          </div>
        </Section>
      ) : null}
    </>
  );
}

/** Option 1. Nothing of what was pasted is shown again: it is secret. */
export function setPage(visit: UiVisit, problems: readonly Problem[]): Page {
  const words = visit.words.set;
  const form = { view: visit.view, action: visit.href('/set'), problems, values: {} };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    problems,
    body: (
      <Form form={form}>
        <TextArea form={form} name="credential" label={words.label} hint={words.hint} rows={8} />
        <Actions>
          <Button>{words.submit}</Button>
        </Actions>
      </Form>
    ),
  };
}

/** Option 2. */
export function signInPage(visit: UiVisit, { email, problems }: { email: string; problems: readonly Problem[] }): Page {
  const words = visit.words.signIn;
  const form = { view: visit.view, action: visit.href('/sign-in'), problems, values: { email } };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    problems,
    body: (
      <>
        <Notice tone="warn">
          <p>{words.warning}</p>
        </Notice>
        <Form form={form}>
          <SignInFields form={form} />
          <Actions>
            <Button>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** Asks before something is done: `rotate`, `revoke`. */
export function confirmPage(visit: UiVisit, what: 'rotate' | 'revoke'): Page {
  const words = visit.words[what];
  const form = { view: visit.view, action: visit.href(`/${what}`), problems: [], values: {} };
  return {
    title: words.title,
    back: { href: visit.href('/'), text: visit.words.back },
    body: (
      <>
        <p>{words.text}</p>
        <Form form={form}>
          <Actions>
            <Button look={what === 'revoke' ? 'danger' : 'main'}>{words.submit}</Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** Option 3, the last step: is this what was meant? */
export function usePage(visit: UiVisit, { name, account }: { name: string; account: string | undefined }): Page {
  const words = visit.words.use;
  const form = { view: visit.view, action: visit.href('/use'), problems: [], values: {} };
  return {
    title: words.title,
    body: (
      <>
        <p>{words.text(name, account ?? words.someone)}</p>
        <Form form={form}>
          <Actions>
            <Button name="decision" value="use">
              {words.yes}
            </Button>
            <Button look="plain" name="decision" value="leave">
              {words.no}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  };
}

/** The check-up, as shape and word. */
export function doctorPage(
  visit: UiVisit,
  checks: readonly { name: string; outcome: 'good' | 'bad' | 'unseen'; message: string }[],
): Page {
  const words = visit.words.doctor;
  const tones = { good: 'good', bad: 'warn', unseen: 'off' } as const;
  return {
    title: words.title,
    body: (
      <ul class="log">
        {checks.map(({ name, outcome, message }) => (
          <li key={name}>
            <Tag tone={tones[outcome]}>{words.signs[outcome]}</Tag>
            <span>
              <strong>{name}</strong>: {message}
            </span>
          </li>
        ))}
      </ul>
    ),
  };
}

/** What did not work, in words that are for people already. */
export function failedPage(visit: UiVisit, message: string): Page {
  return {
    title: visit.words.failed,
    back: { href: visit.href('/'), text: visit.words.back },
    body: message.split('\n').map((line) => <p key={line}>{line}</p>),
  };
}
