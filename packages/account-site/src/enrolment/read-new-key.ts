import type { NewEnrolmentKey, OwnCredential } from '@gpii/credentials';
import type { Problem } from '@gpii/pages';
import { notThere } from '../site-refusals.ts';
import type { Visit } from '../visit.ts';

const LABEL_MAX_LENGTH = 200;
const USES_MAX = 10_000;
const LONGEST_YEARS = 5;

/**
 * Reads the form of a new enrolment key.
 *
 * @throws Refusal 404 when the credential is none of the person's.
 */
export function readNewKey(
  { form, words }: Pick<Visit, 'form' | 'words'>,
  { live, now }: { live: readonly OwnCredential[]; now: Date },
): NewEnrolmentKey | { readonly problems: readonly Problem[] } {
  const said = words.enrolment.new.problems;
  const problems: Problem[] = [];
  const clientId = form.get('credential') ?? '';
  if (clientId === '') problems.push({ field: 'credential', words: said.credential });
  else if (!live.some((credential) => credential.clientId === clientId)) throw notThere();
  const label = (form.get('label') ?? '').trim();
  if (label === '') problems.push({ field: 'label', words: said.label_missing });
  if (label.length > LABEL_MAX_LENGTH) problems.push({ field: 'label', words: said.label_too_long });
  const usesText = (form.get('uses') ?? '').trim();
  const uses = /^\d{1,6}$/.test(usesText) ? Number(usesText) : 0;
  if (uses < 1 || uses > USES_MAX) problems.push({ field: 'uses', words: said.uses(USES_MAX) });
  const endsAt = readLastDay(form.get('ends') ?? '', now);
  if (endsAt === undefined) problems.push({ field: 'ends', words: said.ends });
  return endsAt === undefined || problems.length > 0 ? { problems } : { clientId, label, uses, endsAt };
}

/** The end of a day as `YYYY-MM-DD`; undefined when it is none, is past, or years away. */
function readLastDay(text: string, now: Date): Date | undefined {
  const endsAt = new Date(`${text.trim()}T23:59:59.999Z`);
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + LONGEST_YEARS);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text.trim()) && !Number.isNaN(endsAt.getTime());
  return isDay && endsAt > now && endsAt <= latest ? endsAt : undefined;
}
