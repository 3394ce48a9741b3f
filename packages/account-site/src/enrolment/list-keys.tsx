import { Notice, Table, Tag } from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { listOwnKeys, stateOf, type OwnKey } from './own-keys.ts';

/** Lists the enrolment keys of the account. */
export async function showKeys(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const words = visit.words.enrolment;
  const keys = await listOwnKeys(rooms, visit);
  const body = (
    <>
      {visit.query.get('done') === 'ended' ? (
        <Notice tone="good" isStatus>
          <p>{words.done.ended}</p>
        </Notice>
      ) : null}
      <p class="lead">{words.lead}</p>
      <p>
        <a class="btn" href={visit.href('/enrolment-keys/new')}>
          {words.make}
        </a>
      </p>
      {keys.length === 0 ? <p>{words.empty}</p> : <Keys visit={visit} keys={keys} now={rooms.now()} />}
    </>
  );
  return { page: { title: words.title, isWide: true, body } };
}

function Keys({ visit, keys, now }: { visit: Visit; keys: readonly OwnKey[]; now: Date }): VNode {
  const words = visit.words.enrolment;
  const { label, credential, state, uses, ends } = words.columns;
  const rows = keys.map((key) => ({
    key: key.keyId,
    isGone: stateOf(key, now) !== 'good',
    cells: [
      <a href={visit.href(`/enrolment-keys/${key.keyId}`)}>{nameOf(visit, key)}</a>,
      key.credential.name,
      <KeyTag visit={visit} enrolmentKey={key} now={now} />,
      words.usesLeft(key.usesLeft, key.uses),
      visit.dates.day(key.endsAt),
    ],
  }));
  return <Table caption={words.caption(keys.length)} columns={[label, credential, state, uses, ends]} rows={rows} />;
}

/** What people call a key. */
export function nameOf({ words }: Visit, { label }: OwnKey): string {
  return label === '' ? words.enrolment.noName : label;
}

/** The state of a key, as shape and word. */
export function KeyTag({ visit, enrolmentKey, now }: { visit: Visit; enrolmentKey: OwnKey; now: Date }): VNode {
  const { states } = visit.words.enrolment;
  const state = stateOf(enrolmentKey, now);
  if (state === 'good') return <Tag tone="good">{states.good}</Tag>;
  const day = visit.dates.day(enrolmentKey.revocation?.revokedAt ?? enrolmentKey.endsAt);
  return <Tag tone="off">{state === 'revoked' ? states.revoked(day) : states[state]}</Tag>;
}
