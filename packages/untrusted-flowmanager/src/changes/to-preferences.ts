import { applicationTerm, commonTerm, type JsonObject, type JsonValue } from '@gpii/matchmaker';

const APPLICATIONS = applicationTerm('');

/** A setting as a person names it, and its value. */
export interface WantedChange {
  /**
   * A common term, short (`fontSize`, `highContrast/enabled`) or whole; or a setting of an application: its solution's id, a
   * slash and the setting (`org.gnome.desktop.interface/cursor-size`), also behind the whole term of the application. The
   * id alone takes an object of settings.
   */
  readonly term: string;
  readonly value: JsonValue;
}

/** A wanted change as flat preferences. @param solutionIds - The solutions that this computer knows by now. */
export function toPreferences({ term, value }: WantedChange, solutionIds: readonly string[]): JsonObject {
  const isUri = /^[a-z][a-z0-9+.-]*:/i.test(term);
  if (isUri && !term.startsWith(APPLICATIONS)) return { [term]: value };
  const name = isUri ? term.slice(APPLICATIONS.length) : term;
  const id = solutionIds.find((known) => name === known || name.startsWith(`${known}/`));
  if (id === undefined) return { [isUri ? term : commonTerm(name)]: value };
  return { [applicationTerm(id)]: name === id ? value : { [name.slice(id.length + 1)]: value } };
}
