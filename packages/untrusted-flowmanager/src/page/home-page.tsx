import { Button, Facts, Form, Notice, Section, Table, type LocalVisit, type Page } from '@gpii/pages';
import type { JsonValue } from '@gpii/matchmaker';
import { maskGpiiToken } from '@gpii/protocol';
import type { VNode } from 'preact';
import { showValue } from '../cli/visible-text.ts';
import type { Session } from '../session.ts';
import type { DescribedChange, DescribedLeftOut } from './describe-changes.ts';
import { PAGE_WORDS, type PageWords } from './words.ts';

/** What the page tells. */
export interface Home {
  readonly session: Session | undefined;
  /** The last session ended because its settings could not be put on. */
  readonly isBroken: boolean;
  readonly changes: readonly DescribedChange[];
  readonly leftOut: readonly DescribedLeftOut[];
  /** False where key-ins change nothing on this computer. */
  readonly mayChange: boolean;
}

/** Who is keyed in and what changed; or how to key in. */
export function homePage(visit: LocalVisit, { session, isBroken, changes, leftOut, mayChange }: Home): Page {
  const words = PAGE_WORDS[visit.view.language];
  const isOut = visit.query.get('done') === 'out' && session === undefined;
  const done = isOut ? (
    <Notice tone="good" isStatus>
      <p>{words.done.out}</p>
    </Notice>
  ) : null;
  const again = (
    <p>
      <a href={visit.href('/')}>{words.home.again}</a>
    </p>
  );
  if (session === undefined) {
    const whatToDo = words.home.whatToDo.map((text) => <p key={text}>{text}</p>);
    const broken = isBroken ? (
      <Notice tone="danger">
        <p>{words.home.broken}</p>
      </Notice>
    ) : null;
    return { title: words.home.nobody, body: [done, broken, ...whatToDo, again] };
  }
  return {
    title: words.home.somebody,
    isWide: true,
    body: (
      <>
        <SessionCard visit={visit} words={words} session={session} />
        <Section id="changes" heading={words.home.changes}>
          {mayChange ? null : <p>{words.home.untouched}</p>}
          {mayChange && changes.length === 0 ? <p>{words.home.nothing}</p> : null}
          {changes.length === 0 ? null : <Changes visit={visit} words={words} changes={changes} />}
        </Section>
        {leftOut.length === 0 ? null : (
          <Section id="left-out" heading={words.home.leftOut}>
            <p>{words.home.leftOutHint}</p>
            <LeftOut visit={visit} words={words} leftOut={leftOut} />
          </Section>
        )}
        {again}
      </>
    ),
  };
}

/** What did not work, in words that are for people already. */
export function failedPage(visit: LocalVisit, message: string): Page {
  const words = PAGE_WORDS[visit.view.language];
  return {
    title: words.failed,
    back: { href: visit.href('/'), text: words.back },
    body: (
      <p>
        <English visit={visit}>{message}</English>
      </p>
    ),
  };
}

/** What the words mean. */
export function helpPage(visit: LocalVisit): Page {
  const { help } = PAGE_WORDS[visit.view.language];
  return { title: help.title, body: help.paragraphs.map((text) => <p key={text}>{text}</p>) };
}

function SessionCard({ visit, words, session }: { visit: LocalVisit; words: PageWords; session: Session }): VNode {
  const { home } = words;
  const since = session.since.toISOString();
  return (
    <div class="card stack">
      <Facts
        facts={[
          [home.key, maskGpiiToken(session.gpiiToken)],
          [home.since, <time dateTime={since}>{visit.view.dates.moment(since)}</time>],
          [home.from, home.sources[session.source]],
        ]}
      />
      {session.refusal === undefined ? null : <p>{home.cloudMissing}</p>}
      <p class="soft">{home.keyOutHint}</p>
      <Form form={{ view: visit.view, action: visit.href('/key-out'), problems: [], values: {} }}>
        <input type="hidden" name="since" value={since} />
        <Button>{home.keyOut}</Button>
      </Form>
    </div>
  );
}

function Changes({
  visit,
  words: { home },
  changes,
}: {
  visit: LocalVisit;
  words: PageWords;
  changes: readonly DescribedChange[];
}): VNode {
  const show = (value: JsonValue | undefined): string => {
    if (value === undefined) return home.unset;
    if (typeof value === 'boolean') return value ? home.on : home.off;
    return showValue(value);
  };
  return (
    <Table
      caption={home.caption(changes.length)}
      columns={home.columns}
      rows={changes.map(({ setting, application, terms, old, value }, index) => ({
        key: String(index),
        cells: [
          <English visit={visit}>{setting}</English>,
          <English visit={visit}>{application}</English>,
          terms.length === 0 ? home.ownSetting : <English visit={visit}>{terms.join(', ')}</English>,
          <span class="wrap-anywhere">{show(old)}</span>,
          <span class="wrap-anywhere">{show(value)}</span>,
        ],
      }))}
    />
  );
}

function LeftOut({
  visit,
  words: { home },
  leftOut,
}: {
  visit: LocalVisit;
  words: PageWords;
  leftOut: readonly DescribedLeftOut[];
}): VNode {
  return (
    <Table
      caption={home.caption(leftOut.length)}
      columns={home.columns.slice(0, 2)}
      rows={leftOut.map(({ setting, application }, index) => ({
        key: String(index),
        cells: [
          setting === undefined ? home.wholePart : <English visit={visit}>{setting}</English>,
          <English visit={visit}>{application}</English>,
        ],
      }))}
    />
  );
}

/** Words of registries, which are in English alone: said aloud as such on pages in other languages. */
function English({ visit, children }: { visit: LocalVisit; children: string }): VNode {
  return <span {...(visit.view.language === 'en' ? {} : { lang: 'en' })}>{children}</span>;
}
