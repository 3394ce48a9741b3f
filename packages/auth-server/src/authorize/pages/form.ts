import { escapeHtml } from './escape-html.ts';
import type { Problem } from './send-page.ts';

/** What a form of these pages is made with. */
export interface FormContext {
  /** Where it is sent: the address of the page, query and all. */
  readonly action: string;
  readonly formToken: string;
  readonly clientName: string;
  /** Where the person goes on afterwards: scheme and host. */
  readonly formTarget: string;
}

/** A form that is sent back to its page. `content` is HTML. */
export function form({ action, formToken }: FormContext, content: string): string {
  return (
    `<form method="post" action="${escapeHtml(action)}" novalidate>` +
    `<input type="hidden" name="form_token" value="${escapeHtml(formToken)}">${content}</form>`
  );
}

/** A labelled text field. Its name is its id. */
export function textField(
  { name, label, hint, attributes }: { name: string; label: string; hint?: string; attributes: string },
  problems: readonly Problem[],
): string {
  const fault = problems.find(({ field }) => field === name)?.words;
  const described = [hint === undefined ? '' : `${name}-hint`, fault === undefined ? '' : `${name}-fault`]
    .join(' ')
    .trim();
  return (
    `<div class="field${fault === undefined ? '' : ' bad'}"><label for="${name}">${label}</label>` +
    (hint === undefined ? '' : `<p class="hint" id="${name}-hint">${hint}</p>`) +
    (fault === undefined ? '' : `<p class="fault" id="${name}-fault">${escapeHtml(fault)}</p>`) +
    `<input id="${name}" name="${name}" ${attributes}` +
    `${described === '' ? '' : ` aria-describedby="${described}"`}${fault === undefined ? '' : ' aria-invalid="true"'}></div>`
  );
}

/** A check box or radio button with its words. `label` and `hint` are text. */
export function choice({
  type,
  id,
  name,
  value,
  label,
  hint,
  isChecked,
}: {
  type: 'checkbox' | 'radio';
  id: string;
  name: string;
  value: string;
  label: string;
  hint: string;
  isChecked: boolean;
}): string {
  return (
    `<label class="choice"><input type="${type}" id="${id}" name="${escapeHtml(name)}" value="${escapeHtml(value)}"` +
    `${isChecked ? ' checked' : ''}><span><strong>${escapeHtml(label)}</strong> ` +
    `<span class="hint">${escapeHtml(hint)}</span></span></label>`
  );
}

/** Choices under a question. `content` is HTML; its first input has the id `field`. */
export function choices(
  { field, question, content }: { field: string; question: string; content: string },
  problems: readonly Problem[],
): string {
  const fault = problems.find((problem) => problem.field === field)?.words;
  return (
    `<fieldset${fault === undefined ? '' : ` class="bad" aria-describedby="${field}-fault"`}><legend>${question}</legend>` +
    (fault === undefined ? '' : `<p class="fault" id="${field}-fault">${escapeHtml(fault)}</p>`) +
    `<div class="pick">${content}</div></fieldset>`
  );
}
