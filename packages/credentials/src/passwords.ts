type Argon2 = typeof import('@node-rs/argon2');

let loading: Promise<Argon2> | undefined;

/** Loaded when the first password comes: most processes never see one. */
function loadArgon2(): Promise<Argon2> {
  loading ??= import('@node-rs/argon2');
  return loading;
}

/** Argon2id with 19 MiB and two passes, the least that OWASP recommends, in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await loadArgon2();
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

/** Whether this is the password of the hash. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  const { verify } = await loadArgon2();
  return verify(passwordHash, password);
}
