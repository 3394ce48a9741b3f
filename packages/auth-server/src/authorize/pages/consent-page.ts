import type { Consent, GpiiTokenLink } from '@gpii/credentials';
import { applicationGroup, PREFERENCE_GROUPS } from '@gpii/matchmaker';
import { SHARING_WORDS } from '@gpii/pages';
import type { Offer } from '../offer.ts';
import { escapeHtml } from './escape-html.ts';
import { choice, choices, form, type FormContext } from './form.ts';
import { keyForm } from './key-page.ts';
import type { Page, Problem } from './send-page.ts';

/** What is ticked. */
export interface Selection {
  readonly linkId: string | undefined;
  readonly groups: readonly string[];
}

/** Asks which preferences the application may have. Nothing is ticked that the person has not ticked before. */
export function consentPage(
  context: FormContext,
  { offer, selection, problems }: { offer: Offer; selection: Selection; problems: readonly Problem[] },
): Page {
  const { clientName, formTarget } = context;
  const name = escapeHtml(clientName);
  const keyProblems = problems.filter(({ field }) => field === 'gpii_key' || field === 'key_name');
  return {
    title: `Share preferences with ${clientName}?`,
    problems,
    body:
      `<p>You are signed in as ${escapeHtml(offer.account)}. ${name} asks to see your preferences. It can read what you ` +
      'choose here, and change nothing. It does not get your GPII key.</p>' +
      standing(offer.consent) +
      form(
        context,
        whichKey(offer.links, selection, problems) + whatToShare(offer, selection, problems) + buttons(offer.consent),
      ) +
      `<p class="soft">Afterwards you go on at ${escapeHtml(formTarget)}.</p>` +
      `<details${keyProblems.length > 0 ? ' open' : ''}><summary>Use another GPII key</summary>` +
      `<div class="reveal">${keyForm(context, keyProblems)}</div></details>`,
    formTarget,
  };
}

function standing(consent: Consent | undefined): string {
  if (consent === undefined) return '';
  return (
    `<p class="note">You have shared since ${dayOf(consent.givenAt)} what is ticked below. ` +
    '“Stop sharing” ends that at once.</p>'
  );
}

function whichKey(links: readonly GpiiTokenLink[], { linkId }: Selection, problems: readonly Problem[]): string {
  const content = links.map((link, index) =>
    choice({
      type: 'radio',
      id: index === 0 ? 'link' : `link-${index}`,
      name: 'link',
      value: link.linkId,
      label: link.label === '' ? 'GPII key without a name' : link.label,
      hint: `Added ${dayOf(link.linkedAt)}`,
      isChecked: link.linkId === linkId || links.length === 1,
    }),
  );
  return choices(
    { field: 'link', question: 'The preferences of which GPII key?', content: content.join('') },
    problems,
  );
}

function whatToShare({ applications }: Offer, { groups }: Selection, problems: readonly Problem[]): string {
  const common = PREFERENCE_GROUPS.map(({ id }, index) =>
    choice({
      type: 'checkbox',
      id: index === 0 ? 'groups' : `group-${id}`,
      name: `group-${id}`,
      value: 'yes',
      label: SHARING_WORDS.en.groups[id].title,
      hint: SHARING_WORDS.en.groups[id].hint,
      isChecked: groups.includes(id),
    }),
  );
  const own = applications.map(({ id, name }, index) =>
    choice({
      type: 'checkbox',
      id: `application-${index}`,
      name: `application-${index}`,
      value: id,
      label: `Settings of ${name}`,
      hint: 'All settings of this one program',
      isChecked: groups.includes(applicationGroup(id)),
    }),
  );
  const question = 'What do you want to share?';
  return choices({ field: 'groups', question, content: [...common, ...own].join('') }, problems);
}

function buttons(consent: Consent | undefined): string {
  const no = consent === undefined ? 'Keep preferences private' : 'Stop sharing';
  return (
    '<div class="actions"><button type="submit" name="decision" value="allow">Share what is ticked</button>' +
    '<button class="plain" type="submit" name="decision" value="allow-all">Share all of it</button>' +
    `<button class="plain" type="submit" name="decision" value="deny">${no}</button></div>`
  );
}

/** A day as people of this page's language write it, in the cloud's own zone. */
function dayOf(time: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(time));
}
