/** A client credential in a line: one that came as id and secret has no name. */
export function nameAndId({
  name,
  clientIdPrefix,
}: {
  readonly name: string;
  readonly clientIdPrefix: string;
}): string {
  return name === '' ? clientIdPrefix : `“${name}” (${clientIdPrefix})`;
}
