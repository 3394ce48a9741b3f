import { applicationGroup, PREFERENCE_GROUPS } from '@gpii/matchmaker';
import {
  Actions,
  Button,
  Choice,
  Choices,
  Form,
  Notice,
  SHARING_WORDS,
  type FormView,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import type { Offer } from '../offer.ts';
import { KeyForm } from './key-page.tsx';
import type { PageContext } from './page-context.ts';

/** What is ticked. */
export interface Selection {
  readonly linkId: string | undefined;
  readonly groups: readonly string[];
}

interface Shown {
  readonly offer: Offer;
  readonly selection: Selection;
  readonly problems: readonly Problem[];
}

/** Asks which preferences the application may have. Nothing is ticked that the person has not ticked before. */
export function consentPage(context: PageContext, { offer, selection, problems }: Shown): Page {
  const { view, words, action, clientName, formTarget } = context;
  const { share } = words;
  const form = { view, action, problems, values: {} };
  const hasKeyProblem = problems.some(({ field }) => field === 'gpii_key' || field === 'key_name');
  return {
    title: share.title(clientName),
    problems,
    formTarget,
    body: (
      <>
        <p>{share.asks(offer.account, clientName)}</p>
        {offer.consent === undefined ? null : (
          <Notice>
            <p>{share.standing(view.dates.day(offer.consent.givenAt))}</p>
          </Notice>
        )}
        <Form form={form}>
          <WhichKey context={context} form={form} offer={offer} selection={selection} />
          <WhatToShare context={context} form={form} offer={offer} selection={selection} />
          <Actions>
            <Button name="decision" value="allow">
              {share.allow}
            </Button>
            <Button look="plain" name="decision" value="allow-all">
              {share.allowAll}
            </Button>
            <Button look="plain" name="decision" value="deny">
              {offer.consent === undefined ? share.keepPrivate : share.stop}
            </Button>
          </Actions>
        </Form>
        <p class="soft">{share.goOnAt(formTarget)}</p>
        <details {...(hasKeyProblem ? { open: true } : {})}>
          <summary>{share.anotherKey}</summary>
          <KeyForm context={context} problems={problems} />
        </details>
      </>
    ),
  };
}

interface PartProps {
  readonly context: PageContext;
  readonly form: FormView;
  readonly offer: Offer;
  readonly selection: Selection;
}

function WhichKey({ context: { view, words }, form, offer: { links }, selection }: PartProps): VNode {
  const { keyWithoutName } = SHARING_WORDS[view.language];
  return (
    <Choices form={form} name="link" question={words.share.whichKey}>
      {links.map(({ linkId, label, linkedAt }, index) => (
        <Choice
          key={linkId}
          type="radio"
          id={index === 0 ? 'link' : `link-${index}`}
          name="link"
          value={linkId}
          label={label === '' ? keyWithoutName : label}
          hint={words.share.added(view.dates.day(linkedAt))}
          isChecked={linkId === selection.linkId || links.length === 1}
        />
      ))}
    </Choices>
  );
}

function WhatToShare({ context: { view, words }, form, offer: { applications }, selection }: PartProps): VNode {
  const { groups, settingsOf, settingsOfHint } = SHARING_WORDS[view.language];
  return (
    <Choices form={form} name="groups" question={words.share.what}>
      {PREFERENCE_GROUPS.map(({ id }, index) => (
        <Choice
          key={id}
          type="checkbox"
          id={index === 0 ? 'groups' : `group-${id}`}
          name={`group-${id}`}
          value="yes"
          label={groups[id].title}
          hint={groups[id].hint}
          isChecked={selection.groups.includes(id)}
        />
      ))}
      {applications.map(({ id, name }, index) => (
        <Choice
          key={id}
          type="checkbox"
          id={`application-${index}`}
          name={`application-${index}`}
          value={id}
          label={settingsOf(name)}
          hint={settingsOfHint}
          isChecked={selection.groups.includes(applicationGroup(id))}
        />
      ))}
    </Choices>
  );
}
