export { openAssets, type Asset, type Assets } from './assets.ts';
export { readCookie, toSetCookie, type CookieOptions } from './cookies.ts';
export { beginView, type BegunView } from './begin-view.ts';
export { CopyField } from './copy-field.tsx';
export { DATES, type Dates } from './dates.ts';
export { DISPLAY_WORDS, DisplayForm, keepDisplay, readDisplayWish, type DisplayWish } from './display-form.tsx';
export {
  DISPLAY_COOKIE,
  FONTS,
  LINE_SPACES,
  readDisplay,
  TEXT_SIZES,
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
  keepLanguage,
  LANGUAGE_COOKIE,
  LANGUAGE_NAMES,
  LANGUAGES,
  type InEachLanguage,
  type Language,
} from './language.ts';
export { ErrorSummary, type Page } from './layout.tsx';
export { type LocalAnswer, type LocalVisit } from './local/local-visit.ts';
export { serveLocalPage, type LocalPage } from './local/serve-local-page.ts';
export { sendLonePage, type LonePage } from './lone-page.tsx';
export { mountAssets, openPageFiles, sendPageFile, type PageFiles } from './mount-assets.ts';
export { FORM_TOKEN_FIELD, formTokenOf, isOwnForm, makeVisitor, sessionCookieFor } from './own-form.ts';
export { Facts, Notice, Section, Tag } from './parts.tsx';
export { contentDispositionOf, safeFileName, sendFile, sendOn, sendPage, sendStatic } from './send-page.tsx';
export { keyProblem, KeyFields, SHARING_WORDS } from './sharing.tsx';
export { SignInFields } from './sign-in-fields.tsx';
export { Table, type TableRow } from './table.tsx';
export { type UiOptions } from './ui-options.ts';
export type { NavigationItem, Problem, View } from './view.ts';
export { FRAME_WORDS, type FrameWords } from './words.ts';
