export { openAssets, type Asset, type Assets } from './assets.ts';
export { readCookie, toSetCookie, type CookieOptions } from './cookies.ts';
export { beginView, type BegunView } from './begin-view.ts';
export { CopyField } from './copy-field.tsx';
export { DATES, type Dates } from './dates.ts';
export {
  DISPLAY_COOKIE,
  FONTS,
  readDisplay,
  THEMES,
  toDisplay,
  toDisplayCookie,
  USUAL_DISPLAY,
  type Display,
} from './display.ts';
export { Actions, Button, Choice, Choices, Form, Select, TextArea, TextField, type FormView } from './form.tsx';
export {
  chooseLanguage,
  isLanguage,
  LANGUAGE_COOKIE,
  LANGUAGE_NAMES,
  LANGUAGES,
  type InEachLanguage,
  type Language,
} from './language.ts';
export { ErrorSummary, type Page } from './layout.tsx';
export { mountAssets } from './mount-assets.ts';
export { FORM_TOKEN_FIELD, formTokenOf, isOwnForm, makeVisitor, sessionCookieFor } from './own-form.ts';
export { Facts, Notice, Section, Tag } from './parts.tsx';
export { contentDispositionOf, sendFile, sendOn, sendPage } from './send-page.tsx';
export { Table, type TableRow } from './table.tsx';
export { keyProblem, KeyFields, SHARING_WORDS } from './sharing.tsx';
export type { NavigationItem, Problem, View } from './view.ts';
export { FRAME_WORDS, type FrameWords } from './words.ts';
