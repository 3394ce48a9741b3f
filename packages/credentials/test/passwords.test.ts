import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../src/passwords.ts';

describe('passwords', () => {
  it('are hashed with Argon2id, 19 MiB and two passes', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('are salted', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
  });

  it('are told from others', async () => {
    const hash = await hashPassword('correct horse');
    expect([await verifyPassword(hash, 'correct horse'), await verifyPassword(hash, 'correct horsf')]).toEqual([
      true,
      false,
    ]);
  });
});
