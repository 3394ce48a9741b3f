import {
  Actions,
  Button,
  Choice,
  Choices,
  FONTS,
  Form,
  LINE_SPACES,
  Select,
  TEXT_SIZES,
  THEMES,
  toDisplay,
  type Display,
} from '@gpii/pages';
import type { VNode } from 'preact';
import type { Visit } from '../visit.ts';

/** What the buttons of the form do. */
export const DISPLAY_ACTION = 'do';

/** The form in which somebody chooses how pages look. */
export function DisplayForm({ visit, chosen }: { visit: Visit; chosen: Display }): VNode {
  const words = visit.words.display;
  const { textSize, lineSpace, font, theme } = chosen;
  const values = { text_size: String(textSize), line_space: String(lineSpace), font };
  const form = { view: visit.view, action: visit.href('/display'), problems: [], values };
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
        isChecked={chosen.hasLargerInputs}
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

/** What the form was sent with. `contents` is a matter of UI Options alone, and stays as it was. */
export function readDisplayForm(form: URLSearchParams, { hasContents }: Display): Display {
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
