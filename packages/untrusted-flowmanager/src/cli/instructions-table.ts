import type { SettingsAnswer } from '@gpii/protocol';
import { layOutPairs } from './lay-out-pairs.ts';
import { toVisibleText, showValue } from './visible-text.ts';

const COMMON = 'http://registry.gpii.net/common/';
const APPLICATION = 'http://registry.gpii.net/applications/';

const HEADING = [
  `Names are common terms, for short: fontSize is ${COMMON}fontSize.`,
  "A name with * is the solution's own setting.",
];
const NOTHING = 'nothing for this computer';

type Application = SettingsAnswer['matchMakerOutput']['inferredConfiguration'][string]['applications'][string];

/**
 * Shows lifecycle instructions to a person: per context each solution with its settings and their values.
 *
 * @param width - Columns of the terminal.
 * @returns Lines, none of them empty of meaning and none wider than `width` where words allow it.
 */
export function instructionsTable(instructions: SettingsAnswer, width: number): string[] {
  const contexts = Object.entries(instructions.matchMakerOutput.inferredConfiguration);
  if (contexts.every(([, { applications }]) => Object.keys(applications).length === 0)) return [NOTHING];
  const blocks = contexts.map(([context, { applications }]) => [
    '',
    toVisibleText(context),
    ...contextLines(applications, { entries: instructions.solutionsRegistryEntries, width }),
  ]);
  return [...HEADING, ...blocks.flat()];
}

function contextLines(
  applications: Readonly<Record<string, Application>>,
  { entries, width }: { entries: Readonly<Record<string, unknown>>; width: number },
): string[] {
  const solutions = Object.entries(applications);
  if (solutions.length === 0) return [`  ${NOTHING}`];
  const rows = solutions.map(([id, { settings }]) => ({
    title: titleOf(id, entries[id]),
    pairs: pairsOf(id, settings),
  }));
  const labelWidth = Math.max(0, ...rows.flatMap(({ pairs }) => pairs.map(([label]) => label.length)));
  return rows.flatMap(({ title, pairs }) => [
    `  ${title}`,
    ...(pairs.length === 0 ? ['    is used, without settings'] : layOutPairs(pairs, { indent: 4, labelWidth, width })),
  ]);
}

function titleOf(id: string, entry: unknown): string {
  const name = (entry as { name?: unknown } | null | undefined)?.name;
  return toVisibleText(typeof name === 'string' && name !== id ? `${id} (${name})` : id);
}

/** Application blocks are opened: their members stand beside the common terms. */
function pairsOf(id: string, settings: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(settings).flatMap(([term, value]): [string, string][] => {
    if (!term.startsWith(APPLICATION)) return [[toVisibleText(shortNameOf(term)), showValue(value)]];
    const owner = term.slice(APPLICATION.length);
    const prefix = owner === id ? '' : `${owner}: `;
    if (typeof value !== 'object' || value === null) return [[toVisibleText(`${prefix}*`), showValue(value)]];
    return Object.entries(value).map(([member, memberValue]: [string, unknown]) => [
      toVisibleText(`${prefix}${shortNameOf(member)} *`),
      showValue(memberValue),
    ]);
  });
}

function shortNameOf(term: string): string {
  return term.startsWith(COMMON) ? term.slice(COMMON.length) : term;
}
