import { Section, Tag, type Page } from '@gpii/pages';
import type { VNode } from 'preact';
import type { Check } from '../commands/doctor.ts';
import type { History } from '../commands/log.ts';
import { nameAndId } from '../credential/describe-credential.ts';
import type { Change } from '../record/change-record.ts';
import { InEnglish } from './in-english.tsx';
import type { UiVisit } from './ui-visit.ts';

/** The check-up, as shape and word. */
export function doctorPage(visit: UiVisit, checks: readonly Check[]): Page {
  const words = visit.words.doctor;
  const tones = { good: 'good', bad: 'warn', unseen: 'off' } as const;
  return {
    title: words.title,
    body: (
      <ul class="log">
        {checks.map(({ name, outcome, message }) => (
          <li key={name}>
            <Tag tone={tones[outcome]}>{words.signs[outcome]}</Tag>
            <InEnglish visit={visit}>
              <strong>{name}</strong>: {message}
            </InEnglish>
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
    body: message.split('\n').map((line) => (
      <p key={line}>
        <InEnglish visit={visit}>{line}</InEnglish>
      </p>
    )),
  };
}

/** What happened on this computer, as far as it is known here. */
export function logPage(visit: UiVisit, { changes, requester }: History): Page {
  const words = visit.words.log;
  const { dates } = visit.view;
  const { lastSuccessAt, lastFailure } = requester ?? {};
  const item = (at: string, text: string): VNode => (
    <li key={at + text}>
      <time dateTime={at}>{dates.moment(at)}</time>
      <span>{text}</span>
    </li>
  );
  return {
    title: words.title,
    body: (
      <>
        <Section id="changes" heading={words.changesHeading}>
          {changes.length === 0 ? (
            <p>{words.nothing}</p>
          ) : (
            <ul class="log">{changes.map((change) => item(change.at, describeChange(visit, change)))}</ul>
          )}
        </Section>
        <Section id="requester" heading={words.requesterHeading}>
          {requester === undefined ? <p>{words.requesterSilent}</p> : null}
          {requester !== undefined && lastSuccessAt === undefined && lastFailure === undefined ? (
            <p>{words.requesterNothing}</p>
          ) : null}
          <ul class="log">
            {lastSuccessAt === undefined ? null : item(lastSuccessAt, words.lastSuccess)}
            {lastFailure === undefined ? null : item(lastFailure.at, `${words.lastFailure} (${lastFailure.error})`)}
          </ul>
        </Section>
        <p class="soft">{words.whereMore}</p>
      </>
    ),
  };
}

function describeChange({ words: { log } }: UiVisit, { what, by, credential }: Change): string {
  const about = credential === undefined ? '' : `: ${nameAndId(credential)}`;
  return `${log.what[what]}${about}, ${log.by(by)}`;
}

/** What the words mean, and where more stands. */
export function helpPage({ words: { help } }: UiVisit): Page {
  return { title: help.title, body: help.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>) };
}
