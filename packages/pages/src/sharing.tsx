import type { VNode } from 'preact';
import { TextField, type FormView } from './form.tsx';
import type { InEachLanguage } from './language.ts';
import type { Problem, View } from './view.ts';
import { sharing as en } from './words/sharing-en.ts';
import { sharing as fr } from './words/sharing-fr.ts';

/** Words for what is shared of a GPII key. */
export const SHARING_WORDS: InEachLanguage<typeof en> = { en, fr };

/** The fields in which a GPII key is entered. What was typed never comes back in them. */
export function KeyFields({ form }: { form: FormView }): VNode {
  const words = SHARING_WORDS[form.view.language].keyForm;
  return (
    <>
      <TextField form={form} name="gpii_key" label={words.key} hint={words.keyHint} isCode />
      <TextField form={form} name="key_name" label={words.name} hint={words.nameHint} autocomplete="off" isOptional />
    </>
  );
}

/** What is wrong with a GPII key that was entered, at its field. */
export function keyProblem({ language }: Pick<View, 'language'>, outcome: keyof typeof en.keyProblems): Problem {
  const field = outcome === 'label_too_long' ? 'key_name' : 'gpii_key';
  return { field, words: SHARING_WORDS[language].keyProblems[outcome] };
}
