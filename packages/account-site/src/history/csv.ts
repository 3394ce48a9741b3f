/**
 * Rows as a file for spreadsheets (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe: names
 * and addresses are other people's text.
 *
 * @see OWASP, CSV injection
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

function toCell(text: string): string {
  const plain = /^[\s]*[=+\-@|%]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
