import type { Account } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';
import type { Visit } from '../visit.ts';

type Words = Visit['words']['accounts']['mails'];

/** The mail that answers a person who registered. Which one it is, only who reads the mail learns. */
export async function mailAboutRegistration(
  visit: Visit,
  rooms: SiteRooms,
  asked: { to: string; name: string; token: string; known: Account | undefined },
): Promise<void> {
  const mails = visit.words.accounts.mails;
  const { to, name, token, known } = asked;
  const text =
    known === undefined
      ? mails.registration.text(name, linkTo(visit, rooms, { path: '/register/confirm', token }))
      : mails.known.text(known.name, rooms.publicUrl());
  const { subject } = known === undefined ? mails.registration : mails.known;
  await rooms.mailer.send(closedMail(mails, to, known) ?? { to, subject, text });
}

/** The mail that answers a person who has forgotten a password. */
export async function mailAboutNewPassword(
  visit: Visit,
  rooms: SiteRooms,
  asked: { to: string; token: string; known: Account | undefined },
): Promise<void> {
  const mails = visit.words.accounts.mails;
  const { to, token, known } = asked;
  const text =
    known === undefined
      ? mails.noAccount.text(rooms.publicUrl())
      : mails.newPassword.text(known.name, linkTo(visit, rooms, { path: '/new-password', token }));
  const { subject } = known === undefined ? mails.noAccount : mails.newPassword;
  await rooms.mailer.send(closedMail(mails, to, known) ?? { to, subject, text });
}

function closedMail(
  mails: Words,
  to: string,
  known: Account | undefined,
): { to: string; subject: string; text: string } | undefined {
  if (known?.disabledAt === undefined) return undefined;
  return { to, subject: mails.closed.subject, text: mails.closed.text(known.name) };
}

/** The page behind the link speaks the language of the mail. */
function linkTo(visit: Visit, rooms: SiteRooms, { path, token }: { path: string; token: string }): string {
  return `${rooms.publicUrl()}${path}?token=${token}&lang=${visit.view.language}`;
}
