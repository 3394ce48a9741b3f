import { isJsonObject, splitElPath, type JsonObject, type JsonValue } from '@gpii/matchmaker';
import { jsonFormat } from '../files/json-format.ts';
import type { TextFormat } from '../files/text-format.ts';

const DEFAULT_PROFILE = ['Default', 'default'];

/** What Orca needs to find in its file when it is not Orca that made it. */
const NEW_FILE = {
  general: { startingProfile: DEFAULT_PROFILE, activeProfile: DEFAULT_PROFILE },
  profiles: { default: { profile: DEFAULT_PROFILE, pronunciations: {}, keybindings: {} } },
  pronunciations: {},
  keybindings: {},
};

/**
 * `user-settings.conf` of Orca: JSON with one object for each profile. Settings go into the profile that Orca starts with;
 * `voices.default.rate` is the rate of its default voice.
 */
export const orcaFormat: TextFormat = {
  read: (text, setting) => {
    if (text.trim() === '') return undefined;
    return jsonFormat.read(text, pathOf(text, splitElPath(setting)));
  },
  write: (text, setting, value) => {
    const segments = splitElPath(setting);
    if (text.trim() === '' && value === undefined) return text;
    const whole = text.trim() === '' ? `${JSON.stringify(NEW_FILE, null, 4)}\n` : text;
    return jsonFormat.write(withOwnVoices(whole, segments), pathOf(whole, segments), value);
  },
};

/** Voices of a profile take the place of all the general ones, so they begin as a copy of those. */
function withOwnVoices(text: string, [first = '']: readonly string[]): string {
  const path = pathOf(text, ['voices']);
  if (first !== 'voices' || jsonFormat.read(text, path) !== undefined) return text;
  const voices = jsonFormat.read(text, 'general.voices');
  return isJsonObject(voices) ? jsonFormat.write(text, path, voices) : text;
}

function pathOf(text: string, segments: readonly string[]): string {
  return ['profiles', startingProfile(text), ...segments].map(escapeSegment).join('.');
}

/** A profile is named by its title and its id. */
function startingProfile(text: string): string {
  const general = jsonFormat.read(text, 'general');
  const { startingProfile: starting, activeProfile: active }: JsonObject = isJsonObject(general) ? general : {};
  return idOf(starting) ?? idOf(active) ?? 'default';
}

function idOf(profile: JsonValue | undefined): string | undefined {
  const id = Array.isArray(profile) ? profile[1] : undefined;
  return typeof id === 'string' ? id : undefined;
}

function escapeSegment(segment: string): string {
  return segment.replace(/[\\.]/g, '\\$&');
}
