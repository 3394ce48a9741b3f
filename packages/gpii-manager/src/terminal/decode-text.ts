/** What begins a text in each form of UTF-16. */
const MARKS = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
] as const;

/** Text as programs save it: UTF-8, or UTF-16 where it begins with the mark of that, as Notepad and PowerShell write it. */
export function decodeText(bytes: Uint8Array): string {
  const [encoding = 'utf-8'] = MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ?? [];
  return new TextDecoder(encoding).decode(bytes);
}
