import type { ComponentChildren, VNode } from 'preact';
import { FORM_TOKEN_FIELD } from './own-form.ts';
import type { Problem, View } from './view.ts';

/** What the fields of one form are drawn from. */
export interface FormView {
  readonly view: View;
  /** Where it is sent. */
  readonly action: string;
  readonly problems: readonly Problem[];
  /** What was entered before, by field name. Never passwords or secrets. */
  readonly values: Readonly<Record<string, string>>;
}

/** A form of a person: posts, carries the form token, and leaves checking to the server. */
export function Form({ form, children }: { form: FormView; children: ComponentChildren }): VNode {
  return (
    <form class="stack" method="post" action={form.action} noValidate>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={form.view.formToken} />
      {children}
    </form>
  );
}

/** What every field has. Its id is its name. */
interface FieldBase {
  readonly form: FormView;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
}

/** What the types of Preact allow for an input depends on its type. */
const INPUTS = {
  text: (attributes: InputAttributes) => <input type="text" {...attributes} />,
  email: (attributes: InputAttributes) => <input type="email" {...attributes} />,
  password: (attributes: InputAttributes) => <input type="password" {...attributes} />,
  search: (attributes: InputAttributes) => <input type="search" {...attributes} />,
  date: (attributes: InputAttributes) => <input type="date" {...attributes} />,
  number: (attributes: InputAttributes) => <input type="number" {...attributes} />,
};
interface InputAttributes {
  readonly id: string;
  readonly name: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'email';
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly autocapitalize?: 'none';
  readonly spellcheck?: false;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

/** A text field on one line. */
export function TextField(
  props: FieldBase & {
    readonly type?: keyof typeof INPUTS;
    readonly autocomplete?: string;
    readonly inputMode?: 'numeric' | 'email';
    readonly maxLength?: number;
    /** A field that is shown and cannot be changed here. */
    readonly isReadOnly?: boolean;
    /** No words but characters: the keyboard must not help. */
    readonly isCode?: boolean;
  },
): VNode {
  const { form, name, type = 'text', autocomplete, inputMode, maxLength, isReadOnly = false, isCode = false } = props;
  const { described, fault } = describe(props);
  return (
    <Field {...props}>
      {INPUTS[type]({
        id: name,
        name,
        ...(type === 'password' ? {} : { value: form.values[name] ?? '' }),
        ...(autocomplete === undefined ? {} : { autocomplete }),
        ...(inputMode === undefined ? {} : { inputMode }),
        ...(maxLength === undefined ? {} : { maxLength }),
        ...(isReadOnly ? { readOnly: true } : {}),
        ...(isCode ? { autocapitalize: 'none' as const, autocomplete: 'off', spellcheck: false as const } : {}),
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(fault === undefined ? {} : { 'aria-invalid': 'true' as const }),
      })}
    </Field>
  );
}

/** A text field of several lines. */
export function TextArea(props: FieldBase & { readonly rows: number }): VNode {
  const { form, name, rows } = props;
  const { described, fault } = describe(props);
  return (
    <Field {...props}>
      <textarea
        id={name}
        name={name}
        rows={rows}
        spellcheck={false}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        {...(fault === undefined ? {} : { 'aria-invalid': 'true' as const })}
      >
        {form.values[name] ?? ''}
      </textarea>
    </Field>
  );
}

/** A choice among a few words, on one line. */
export function Select(
  props: FieldBase & { readonly options: readonly { readonly value: string; readonly text: string }[] },
): VNode {
  const { form, name, options } = props;
  const { described, fault } = describe(props);
  return (
    <Field {...props}>
      <select
        id={name}
        name={name}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        {...(fault === undefined ? {} : { 'aria-invalid': 'true' as const })}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value} {...(form.values[name] === value ? { selected: true } : {})}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Radio buttons or check boxes under a question. The first one should have the id `name`. */
export function Choices({
  form,
  name,
  question,
  hint,
  children,
}: {
  form: FormView;
  name: string;
  question: string;
  hint?: string;
  children: ComponentChildren;
}): VNode {
  const { described, fault } = describe({ form, name, ...(hint === undefined ? {} : { hint }) });
  return (
    <fieldset
      {...(fault === undefined ? {} : { class: 'bad' })}
      {...(described === '' ? {} : { 'aria-describedby': described })}
    >
      <legend>{question}</legend>
      <Notes form={form} name={name} hint={hint} fault={fault} />
      <div class="pick">{children}</div>
    </fieldset>
  );
}

/** One radio button or check box, with what belongs to it when it is chosen. */
export function Choice(props: {
  readonly type: 'checkbox' | 'radio';
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly isChecked: boolean;
  /** Shown when it is chosen; always, where the stylesheet cannot tell. */
  readonly children?: ComponentChildren;
}): VNode {
  const { type, id, name, value, label, hint, isChecked, children } = props;
  return (
    <div>
      <label class="choice">
        <input type={type} id={id} name={name} value={value} {...(isChecked ? { checked: true } : {})} />
        <span>
          <strong>{label}</strong>
          {hint === undefined ? null : <span class="soft">{hint}</span>}
        </span>
      </label>
      {children === undefined || children === null ? null : <div class="reveal stack">{children}</div>}
    </div>
  );
}

/** The buttons at the end of a form. */
export function Actions({ children }: { children: ComponentChildren }): VNode {
  return <div class="actions">{children}</div>;
}

/** A button that sends its form. `look` says how weighty it is. */
export function Button(props: {
  readonly look?: 'main' | 'plain' | 'danger';
  readonly name?: string;
  readonly value?: string;
  readonly children: ComponentChildren;
}): VNode {
  const { look = 'main', name, value, children } = props;
  return (
    <button
      class={look === 'main' ? 'btn' : `btn ${look}`}
      type="submit"
      {...(name === undefined ? {} : { name })}
      {...(value === undefined ? {} : { value })}
    >
      {children}
    </button>
  );
}

function Field(props: FieldBase & { readonly children?: ComponentChildren }): VNode {
  const { form, name, label, hint, isOptional = false, children } = props;
  const { fault } = describe(props);
  return (
    <div class={fault === undefined ? 'field' : 'field bad'}>
      <label for={name}>
        {label}
        {isOptional ? <span class="soft"> {form.view.words.optional}</span> : null}
      </label>
      <Notes form={form} name={name} hint={hint} fault={fault} />
      {children}
    </div>
  );
}

function Notes(props: { form: FormView; name: string; hint: string | undefined; fault: string | undefined }): VNode {
  const { form, name, hint, fault } = props;
  return (
    <>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p class="fault" id={`${name}-fault`}>
          <span class="hidden">{form.view.words.errorPrefix} </span>
          {fault}
        </p>
      )}
    </>
  );
}

function describe({ form, name, hint }: Pick<FieldBase, 'form' | 'name' | 'hint'>): {
  described: string;
  fault: string | undefined;
} {
  const fault = form.problems.find(({ field }) => field === name)?.words;
  const parts = [...(hint === undefined ? [] : [`${name}-hint`]), ...(fault === undefined ? [] : [`${name}-fault`])];
  return { described: parts.join(' '), fault };
}
