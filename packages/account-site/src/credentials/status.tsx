import type { Revocation } from '@gpii/credentials';
import { Tag } from '@gpii/pages';
import type { VNode } from 'preact';
import type { AccountVisit } from '../visit.ts';

/** Whether a credential is in force, and was ever used: as shape and word. */
export function Status(props: {
  readonly visit: AccountVisit;
  readonly revocation: Revocation | undefined;
  readonly lastUsedAt: string | undefined;
}): VNode {
  const { visit, revocation, lastUsedAt } = props;
  const { status } = visit.words.credentials;
  if (revocation !== undefined) return <Tag tone="off">{status.revoked(visit.dates.day(revocation.revokedAt))}</Tag>;
  if (lastUsedAt === undefined) return <Tag tone="warn">{status.neverUsed}</Tag>;
  return <Tag tone="good">{status.active}</Tag>;
}
