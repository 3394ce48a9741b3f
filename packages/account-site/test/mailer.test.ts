import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@gpii/service-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMailer, type Mailer } from '../src/mail/mailer.ts';
import { createSmtpTransport } from '../src/mail/smtp-transport.ts';
import { startMailServer } from './support/mail-server.ts';

const mail = {
  to: 'zoe@example.org',
  subject: 'Créez votre compte',
  text: 'Bonjour Zoë,\n\nhttps://gpii.example/register/confirm?token=secret-token\n',
};

function open(where: { smtpUrl?: string; folder?: string; smtpPassword?: string }): { mailer: Mailer; logged: string } {
  const lines: unknown[] = [];
  const log = (...line: unknown[]): void => {
    lines.push(line);
  };
  const mailer = openMailer({
    smtpUrl: where.smtpUrl,
    smtpPassword: where.smtpPassword,
    from: () => 'GPII <no-reply@gpii.example>',
    folder: where.folder ?? '/nowhere',
    logger: { info: log, warn: log } as never,
  });
  return {
    mailer,
    get logged() {
      return JSON.stringify(lines);
    },
  };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-mailer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function refusalOf(sending: Promise<void>): Promise<unknown> {
  return sending.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('mails to a folder', () => {
  it('become files for their owner alone, which people can read, and of which the log says the name', async () => {
    const folder = join(await makeFolder(), 'outbox');
    const opened = open({ folder });
    await opened.mailer.send(mail);
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(folder, name), 'utf8');
    expect(text).toContain(`To: ${mail.to}\nSubject: ${mail.subject}\n`);
    expect(text).toContain(mail.text);
    expect(opened.logged).toContain(name);
    expect(opened.logged).not.toMatch(/token|zoe/);
  });

  it('are refused where the folder cannot be', async () => {
    const file = join(await makeFolder(), 'a file');
    await writeFile(file, '');
    const opened = open({ folder: file });
    expect(await refusalOf(opened.mailer.send(mail))).toMatchObject({ status: 503, reason: 'mail_unavailable' });
    expect(opened.logged).not.toMatch(/token|zoe/);
  });
});

describe('mails to a mail server', () => {
  it('are handed over from the sender to the one whom they are for', async () => {
    const server = await startMailServer();
    const opened = open({ smtpUrl: server.url });
    await opened.mailer.send(mail);
    expect(server.heard).toContain('MAIL FROM:<no-reply@gpii.example>');
    expect(server.heard).toContain(`RCPT TO:<${mail.to}>`);
    expect(server.heard.join('\n')).toContain('Subject: =?UTF-8?');
    expect(opened.logged).not.toMatch(/token|zoe/);
  });

  it.each([
    ['refuses the sender', { MAIL: '550 no' }],
    ['refuses whom they are for', { RCPT: '550 no such person zoe@example.org' }],
    ['refuses what is in them', { '.': '554 no' }],
  ])('are refused when it %s', async (_name, answers) => {
    const opened = open({ smtpUrl: (await startMailServer(answers)).url });
    expect(await refusalOf(opened.mailer.send(mail))).toBeInstanceOf(Refusal);
    expect(opened.logged).not.toMatch(/token|zoe/);
  });

  it('are refused in time when it says nothing', async () => {
    const { url } = await startMailServer({ RCPT: '' });
    const send = createSmtpTransport(url, undefined, 200);
    await expect(send({ ...mail, from: 'a@b.example' })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('take no password along without TLS, but to this computer', async () => {
    const server = await startMailServer({ EHLO: '250-fine\r\n250 AUTH PLAIN', AUTH: '235 fine' });
    const url = new URL(server.url);
    url.username = 'gpii@example.org';
    const near = open({ smtpUrl: url.href, smtpPassword: 'the password' });
    await near.mailer.send(mail);
    expect(server.heard.some((line) => line.startsWith('AUTH PLAIN'))).toBe(true);
    server.heard.length = 0;
    // Another address of this computer, which is not one of those that need no TLS.
    url.hostname = '127.0.0.2';
    const far = open({ smtpUrl: url.href, smtpPassword: 'the password' });
    expect(await refusalOf(far.mailer.send(mail))).toBeInstanceOf(Refusal);
    expect(server.heard.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  });
});
