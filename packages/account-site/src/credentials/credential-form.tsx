import type { ClientCredential } from '@gpii/credentials';
import { Choice, Choices, TextArea, TextField, type FormView, type Problem } from '@gpii/pages';
import { findOriginFault, findRedirectUriFault, type AddressFault } from '@gpii/protocol';
import type { VNode } from 'preact';
import type { SiteWords } from '../words.ts';

/** What the form of a credential holds, when all is right. */
export interface CredentialInput {
  readonly type: ClientCredential['type'];
  readonly name: string;
  readonly public: boolean;
  readonly origins: readonly string[];
  readonly redirectUris: readonly string[];
}

type FormWords = SiteWords['credentials']['form'];

const MAX_NAME_LENGTH = 200;
const MAX_LINES = 100;
/** More wrong lines than these are not told at once. */
const MAX_TOLD = 10;

/** Reads the form. @param fixedType - Of a credential that is there already. */
export function readCredentialForm(
  form: URLSearchParams,
  words: FormWords,
  fixedType?: ClientCredential['type'],
): { readonly input: CredentialInput; readonly problems: readonly Problem[] } {
  const type = fixedType ?? form.get('type');
  const name = cleanLine(form.get('name') ?? '');
  const isWeb = type === 'web';
  const origins = isWeb ? toLines(form.get('origins')) : [];
  const redirectUris = isWeb ? toLines(form.get('redirectUris')) : [];
  const input = {
    type: isWeb ? ('web' as const) : ('installed' as const),
    name,
    public: isWeb && form.get('public') !== null,
    origins,
    redirectUris,
  };
  const problems = [
    ...findNameProblems(name, words),
    ...(type === 'installed' || isWeb ? [] : [{ field: 'type', words: words.problems.typeMissing }]),
    ...findLineProblems('origins', origins, { findFault: findOriginFault, words }),
    ...(isWeb && redirectUris.length === 0 ? [{ field: 'redirectUris', words: words.problems.redirectMissing }] : []),
    ...findLineProblems('redirectUris', redirectUris, { findFault: findRedirectUriFault, words }),
  ];
  return { input, problems };
}

/** Text on one line: what cannot be seen goes, as do both ends. */
export function cleanLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();
}

function toLines(text: string | null): readonly string[] {
  const lines = (text ?? '').split(/\r\n|\r|\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

function findNameProblems(name: string, { problems }: FormWords): readonly Problem[] {
  if (name === '') return [{ field: 'name', words: problems.nameMissing }];
  return name.length > MAX_NAME_LENGTH ? [{ field: 'name', words: problems.nameTooLong(MAX_NAME_LENGTH) }] : [];
}

function findLineProblems(
  field: 'origins' | 'redirectUris',
  lines: readonly string[],
  { findFault, words }: { findFault: (line: string) => AddressFault | undefined; words: FormWords },
): readonly Problem[] {
  if (lines.length > MAX_LINES) return [{ field, words: words.problems.tooManyLines(MAX_LINES) }];
  return lines
    .flatMap((line, index) => {
      const fault = findFault(line);
      return fault === undefined ? [] : [{ field, words: words.problems[field](index + 1, fault) }];
    })
    .slice(0, MAX_TOLD);
}

/** What fields hold, from what was sent or what is stored. */
export function toFormValues(given: URLSearchParams | ClientCredential): Record<string, string> {
  if (given instanceof URLSearchParams) {
    return Object.fromEntries(
      ['name', 'type', 'origins', 'redirectUris', 'public'].map((field) => [field, given.get(field) ?? '']),
    );
  }
  const { name, type, origins, redirectUris } = given;
  return { name, type, origins: origins.join('\n'), redirectUris: redirectUris.join('\n') };
}

/** The field of the name. */
export function NameField({ form, words }: { form: FormView; words: FormWords }): VNode {
  return <TextField form={form} name="name" label={words.name} hint={words.nameHint} autocomplete="off" />;
}

/** The fields that a web application has besides. */
export function WebFields({ form, words }: { form: FormView; words: FormWords }): VNode {
  return (
    <>
      <TextArea form={form} name="origins" label={words.origins} hint={words.originsHint} rows={2} isOptional />
      <TextArea form={form} name="redirectUris" label={words.redirectUris} hint={words.redirectUrisHint} rows={3} />
    </>
  );
}

/** What will use it, with the fields of that kind. */
export function TypeFields({ form, words }: { form: FormView; words: SiteWords['credentials'] }): VNode {
  const chosen = form.values.type;
  const common = { type: 'radio', name: 'type' } as const;
  return (
    <Choices form={form} name="type" question={words.form.type}>
      <Choice
        {...common}
        id="type"
        value="installed"
        label={words.usedBy.installed}
        hint={words.form.typeHints.installed}
        isChecked={chosen === 'installed'}
      />
      <Choice
        {...common}
        id="type-web"
        value="web"
        label={words.usedBy.web}
        hint={words.form.typeHints.web}
        isChecked={chosen === 'web'}
      >
        <WebFields form={form} words={words.form} />
        <div class="pick">
          <Choice
            type="checkbox"
            id="public"
            name="public"
            value="yes"
            label={words.form.public}
            hint={words.form.publicHint}
            isChecked={(form.values.public ?? '') !== ''}
          />
        </div>
      </Choice>
    </Choices>
  );
}
