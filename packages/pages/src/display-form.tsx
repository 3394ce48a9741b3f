import type { VNode } from 'preact';
import { toSetCookie } from './cookies.ts';
import {
  DISPLAY_COOKIE,
  FONTS,
  LINE_SPACES,
  TEXT_SIZES,
  THEMES,
  toDisplay,
  toDisplayCookie,
  type Display,
} from './display.ts';
import { Actions, Button, Choice, Choices, Form, Select } from './form.tsx';
import type { InEachLanguage } from './language.ts';
import type { View } from './view.ts';
import { display as en } from './words/display-en.ts';
import { display as fr } from './words/display-fr.ts';

/** Words for how pages look. */
export const DISPLAY_WORDS: InEachLanguage<typeof en> = { en, fr };

const YEAR_SECONDS = 365 * 24 * 3600;

/** What the buttons of the form do. */
const DISPLAY_ACTION = 'do';

/** The form in which somebody chooses how pages look; it begins with how they look now. */
export function DisplayForm({ view }: { view: View }): VNode {
  const words = DISPLAY_WORDS[view.language];
  const { textSize, lineSpace, font, theme, hasLargerInputs } = view.display;
  const values = { text_size: String(textSize), line_space: String(lineSpace), font };
  const form = { view, action: `${view.base}/display`, problems: [], values };
  const sizes = (range: { least: number; most: number }) =>
    tenthsOf(range).map((times) => ({ value: String(times), text: words.times(times) }));
  return (
    <Form form={form}>
      <Select form={form} name="text_size" label={words.textSize} options={sizes(TEXT_SIZES)} />
      <Select form={form} name="line_space" label={words.lineSpace} options={sizes(LINE_SPACES)} />
      <Select
        form={form}
        name="font"
        label={words.font}
        options={FONTS.map((value) => ({ value, text: words.fonts[value] }))}
      />
      <Choices form={form} name="theme" question={words.theme}>
        {THEMES.map((value, index) => (
          <Choice
            key={value}
            type="radio"
            id={index === 0 ? 'theme' : `theme-${value}`}
            name="theme"
            value={value}
            label={words.themes[value]}
            isChecked={theme === value}
          />
        ))}
      </Choices>
      <Choice
        type="checkbox"
        id="larger_inputs"
        name="larger_inputs"
        value="yes"
        label={words.largerInputs}
        hint={words.largerInputsHint}
        isChecked={hasLargerInputs}
      />
      <Actions>
        <Button name={DISPLAY_ACTION} value="save">
          {words.save}
        </Button>
        <Button look="plain" name={DISPLAY_ACTION} value="preview">
          {words.preview}
        </Button>
        <Button look="plain" name={DISPLAY_ACTION} value="reset">
          {words.reset}
        </Button>
      </Actions>
    </Form>
  );
}

/** What somebody who sent the form wants: to see it first, or to have it kept. */
export type DisplayWish =
  | { readonly kind: 'preview'; readonly display: Display }
  /** `cookie` is a Set-Cookie header. */
  | { readonly kind: 'saved' | 'reset'; readonly cookie: string };

/** Reads the form. What it does not ask for stays as it was in `now`. */
export function readDisplayWish(form: URLSearchParams, now: Display): DisplayWish {
  const act = form.get(DISPLAY_ACTION);
  if (act === 'reset') {
    return { kind: 'reset', cookie: toSetCookie(DISPLAY_COOKIE, '', { maxAgeSeconds: 0, isReadable: true }) };
  }
  const display = readDisplayForm(form, now);
  return act === 'preview' ? { kind: 'preview', display } : { kind: 'saved', cookie: keepDisplay(display) };
}

/** The Set-Cookie header that keeps how pages look, for a year. Scripts may read it: UI Options do. */
export function keepDisplay(display: Display): string {
  const options = { maxAgeSeconds: YEAR_SECONDS, isReadable: true };
  return toSetCookie(DISPLAY_COOKIE, toDisplayCookie(display), options);
}

/** `contents` is a matter of UI Options alone. */
function readDisplayForm(form: URLSearchParams, { hasContents }: Display): Display {
  return toDisplay({
    fluid_prefs_textSize: Number(form.get('text_size')),
    fluid_prefs_lineSpace: Number(form.get('line_space')),
    fluid_prefs_textFont: form.get('font'),
    fluid_prefs_contrast: form.get('theme'),
    fluid_prefs_enhanceInputs: form.get('larger_inputs') === 'yes',
    fluid_prefs_tableOfContents: hasContents,
  });
}

function tenthsOf({ least, most }: { least: number; most: number }): readonly number[] {
  const first = Math.round(least * 10);
  return Array.from({ length: Math.round(most * 10) - first + 1 }, (_unused, index) => (first + index) / 10);
}
