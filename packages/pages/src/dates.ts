import type { InEachLanguage, Language } from './language.ts';

/** Writes times as the readers of a language do, always with the zone where the hour is told. */
export interface Dates {
  /** `2 May 2017`. */
  day(time: string | Date): string;
  /** `2 May 2017, 09:12 UTC`. */
  moment(time: string | Date): string;
}

const LOCALES: InEachLanguage<string> = { en: 'en-GB', fr: 'fr-CA' };

/** Made when a page first tells a time: a formatter loads megabytes of the system's language data, and most servers never show one. */
function createDates(language: Language): Dates {
  const locale = LOCALES[language];
  let formats: { readonly day: Intl.DateTimeFormat; readonly moment: Intl.DateTimeFormat } | undefined;
  const load = (): NonNullable<typeof formats> => {
    formats ??= {
      day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
      moment: new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'long',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: 'UTC',
        timeZoneName: 'short',
      }),
    };
    return formats;
  };
  return {
    day: (time) => load().day.format(new Date(time)),
    moment: (time) => load().moment.format(new Date(time)),
  };
}

/** Dates in each language. The zone is UTC: the server does not know the reader's. */
export const DATES: InEachLanguage<Dates> = { en: createDates('en'), fr: createDates('fr') };
