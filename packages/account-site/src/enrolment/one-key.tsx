import { revokeEnrolmentKey, type SecretSummary } from '@gpii/credentials';
import {
  Actions,
  Button,
  Facts,
  Form,
  Notice,
  Section,
  Table,
  Tag,
  TextField,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { KeyTag, nameOf } from './list-keys.tsx';
import { findOwnKey, listEnrolled, stateOf, type OwnKey } from './own-keys.ts';

const REASON_MAX_LENGTH = 1000;

/** Shows a key, and the computers that enrolled with it. */
export async function showKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const key = await findOwnKey(rooms, visit);
  const computers = await listEnrolled(rooms, key);
  const words = visit.words.enrolment.one;
  const isLive = stateOf(key, rooms.now()) !== 'revoked';
  const body = (
    <>
      <Facts
        facts={[
          [words.facts.credential, key.credential.name],
          [words.facts.state, <KeyTag visit={visit} enrolmentKey={key} now={rooms.now()} />],
          [words.facts.uses, visit.words.enrolment.usesLeft(key.usesLeft, key.uses)],
          [words.facts.made, visit.dates.moment(key.createdAt)],
          [words.facts.ends, visit.dates.moment(key.endsAt)],
        ]}
      />
      {isLive ? (
        <p>
          <a class="btn danger" href={visit.href(`/enrolment-keys/${key.keyId}/end`)}>
            {words.end}
          </a>
        </p>
      ) : null}
      <Section id="computers" heading={words.computers}>
        {computers.length === 0 ? <p>{words.nobody}</p> : <Computers visit={visit} computers={computers} />}
      </Section>
    </>
  );
  const back = { href: visit.href('/enrolment-keys'), text: words.back };
  return { page: { title: nameOf(visit, key), isWide: true, back, body } };
}

function Computers({ visit, computers }: { visit: Visit; computers: readonly SecretSummary[] }): VNode {
  const words = visit.words.enrolment.one;
  const { label, state, enrolled, used } = words.columns;
  const rows = computers.map((computer) => ({
    key: computer.secretId,
    isGone: computer.ended,
    cells: [
      computer.label,
      <ComputerTag visit={visit} computer={computer} />,
      visit.dates.moment(computer.createdAt),
      computer.lastUsedAt === undefined ? words.never : visit.dates.moment(computer.lastUsedAt),
    ],
  }));
  return <Table caption={words.caption(computers.length)} columns={[label, state, enrolled, used]} rows={rows} />;
}

function ComputerTag({ visit, computer }: { visit: Visit; computer: SecretSummary }): VNode {
  const { states, cloned } = visit.words.enrolment.one;
  if (computer.ended) return <Tag tone="off">{states.ended}</Tag>;
  if (computer.cloneSign !== undefined) return <Tag tone="warn">{cloned}</Tag>;
  return computer.lastUsedAt === undefined ? (
    <Tag tone="warn">{states.never}</Tag>
  ) : (
    <Tag tone="good">{states.good}</Tag>
  );
}

/** Says what stops when a key is ended. */
export async function showEndKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const key = await findOwnKey(rooms, visit);
  return { page: await endPage(visit, rooms, { key, problems: [] }) };
}

/** Ends a key for ever. */
export async function endKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const key = await findOwnKey(rooms, visit);
  const reason = (visit.form.get('reason') ?? '').trim();
  if (reason.length > REASON_MAX_LENGTH) {
    const problems = [{ field: 'reason', words: visit.words.enrolment.end.reasonTooLong }];
    return { page: await endPage(visit, rooms, { key, problems }), status: 422 };
  }
  await revokeEnrolmentKey(rooms, { keyId: key.keyId, reason }, visit.by);
  return { goTo: visit.href('/enrolment-keys?done=ended') };
}

async function endPage(
  visit: AccountVisit,
  rooms: SiteRooms,
  { key, problems }: { key: OwnKey; problems: readonly Problem[] },
): Promise<Page> {
  const words = visit.words.enrolment.end;
  const path = visit.href(`/enrolment-keys/${key.keyId}`);
  const values = { reason: visit.form.get('reason') ?? '' };
  const form = { view: visit.view, action: `${path}/end`, problems, values };
  const computers = (await listEnrolled(rooms, key)).filter(({ ended }) => !ended);
  return {
    title: words.title(nameOf(visit, key)),
    problems,
    back: { href: path, text: nameOf(visit, key) },
    body: (
      <>
        <Notice tone="warn">
          <p>{words.stops(key.usesLeft)}</p>
          <p>{words.stays(computers.length)}</p>
          <p>{words.forGood}</p>
        </Notice>
        <Form form={form}>
          <TextField form={form} name="reason" label={words.reason} hint={words.reasonHint} isOptional />
          <Actions>
            <Button look="danger">{words.submit}</Button>
            <a class="btn plain" href={path}>
              {words.keep}
            </a>
          </Actions>
        </Form>
      </>
    ),
  };
}
