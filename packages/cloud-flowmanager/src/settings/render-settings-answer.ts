import type { MatchResult } from '@gpii/matchmaker';

const COMMA = Buffer.from(',');

/**
 * The answer to GET settings, as JSON in UTF-8 with its members in the order that installs in the field know. Registry entries are
 * most of it and never change: the bytes that were made when the registry was compiled are sent as they are, not copied.
 *
 * @returns Pieces to be sent one after the other.
 * @see GPII-FORMATS §1, §3.6
 */
export function renderSettingsAnswer(gpiiToken: string, result: MatchResult): readonly Uint8Array[] {
  const head = `{"gpiiKey":${JSON.stringify(gpiiToken)},"preferences":${JSON.stringify(result.preferences)},`;
  const tail = `},"matchMakerOutput":{"inferredConfiguration":${JSON.stringify(result.inferredConfiguration)}}}`;
  const members = joinNeighbours(result.solutions.map(({ memberBytes }) => memberBytes));
  const separated = members.flatMap((run, index) => (index === 0 ? [run] : [COMMA, run]));
  return [Buffer.from(`${head}"solutionsRegistryEntries":{`), ...separated, Buffer.from(tail)];
}

/** Members that follow each other in the registry too become one piece, with the commas that are between them there. */
function joinNeighbours(members: readonly Uint8Array[]): readonly Uint8Array[] {
  const runs: Uint8Array[] = [];
  for (const member of members) {
    const last = runs.at(-1);
    if (last?.buffer === member.buffer && endOf(last) + COMMA.length === member.byteOffset) {
      runs[runs.length - 1] = new Uint8Array(last.buffer, last.byteOffset, endOf(member) - last.byteOffset);
    } else {
      runs.push(member);
    }
  }
  return runs;
}

function endOf({ byteOffset, byteLength }: Uint8Array): number {
  return byteOffset + byteLength;
}
