import { Button, Facts, Form, Notice, Section, Tag, type FormView, type Page } from '@gpii/pages';
import type { VNode } from 'preact';
import { explainClock, type Reach } from '../cloud/reach-cloud.ts';
import type { Standing } from '../commands/standing.ts';
import type { ManagerSettings } from '../config.ts';
import { nameAndId } from '../credential/describe-credential.ts';
import { InEnglish } from './in-english.tsx';
import type { UiVisit } from './ui-visit.ts';

/** What the page of this computer tells. */
export interface Home {
  readonly standing: Standing;
  /** Undefined where the cloud cannot be reached. */
  readonly reach: Reach | undefined;
  readonly settings: ManagerSettings;
  readonly mayChange: boolean;
}

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
export function homePage(visit: UiVisit, { standing, reach, settings, mayChange }: Home): Page {
  const words = visit.words.home;
  const isLocalOnly = standing.state === 'local-only' || standing.state === 'skipped';
  const tone = standing.state === 'connected' ? 'good' : isLocalOnly ? 'off' : 'warn';
  const clock = reach === undefined ? undefined : explainClock(reach);
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
          <Explained visit={visit} standing={standing} />
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
              ...(credential === undefined ? [] : [[words.credential, nameAndId(credential)] as const]),
              [words.cloud, settings.cloudUrl],
              [words.network, words.networkText(reach)],
              ...(reach?.clockAheadSeconds === undefined
                ? []
                : [
                    [
                      words.clock,
                      clock === undefined ? words.clockRight : <InEnglish visit={visit}>{clock}</InEnglish>,
                    ] as const,
                  ]),
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
        <p>
          <a href={visit.href('/enrol')}>{words.enrol}</a>
        </p>
      </Section>
      {hasCredential ? (
        <Section id="change" heading={words.changeHeading}>
          <div class="actions">
            <a class="btn plain" href={visit.href('/rotate')}>
              {words.rotate}
            </a>
            <a class="btn plain" href={visit.href('/forget')}>
              {words.forget}
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

/** What the state means, in the language of the page as far as there are words for it. */
function Explained({ visit, standing }: { visit: UiVisit; standing: Standing }): VNode {
  const words = visit.words.home.explain(standing, visit.view.dates);
  return <p>{words ?? <InEnglish visit={visit}>{standing.message}</InEnglish>}</p>;
}
