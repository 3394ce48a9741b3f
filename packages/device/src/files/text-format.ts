import type { JsonValue } from '@gpii/matchmaker';

/** A format of settings files. Writing leaves everything else in the text as it is: comments, order, spaces. */
export interface TextFormat {
  /** The value of a setting; undefined where the text has none. @throws HandlerError when the text is not of the format. */
  readonly read: (text: string, setting: string) => JsonValue | undefined;
  /** The text with another value, or without the setting. @throws HandlerError when the format can't hold the value. */
  readonly write: (text: string, setting: string, value: JsonValue | undefined) => string;
}
