import type { Transporter } from 'nodemailer';
import type { MailTransport } from './mailer.ts';

const DEADLINE_MS = 5000;
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Hands mails to a mail server. A password leaves this computer only under TLS.
 *
 * @param url - `smtp://user@host:port` or `smtps://…`, without a password.
 */
export function createSmtpTransport(
  url: string,
  password: string | undefined,
  deadlineMs = DEADLINE_MS,
): MailTransport {
  const { protocol, hostname, port, username } = new URL(url);
  const auth = password === undefined ? {} : { auth: { user: decodeURIComponent(username), pass: password } };
  let opening: Promise<Transporter> | undefined;
  // Loaded with the first mail: most servers never send one.
  const open = async (): Promise<Transporter> =>
    (await import('nodemailer')).createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (PORTS[protocol] ?? 587) : Number(port),
      secure: protocol === 'smtps:',
      requireTLS: password !== undefined && !LOOPBACK.includes(hostname),
      ...auth,
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      dnsTimeout: deadlineMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  return async ({ from, to, subject, text }) => {
    const transporter = await (opening ??= open());
    const sending = transporter.sendMail({ from, to: { name: '', address: to }, subject, text });
    await withinDeadline(sending, deadlineMs);
    return { mailServer: hostname };
  };
}

/** Each step has its own time; this is for all of them together. */
async function withinDeadline(sending: Promise<unknown>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('The mail server is too slow'), { code: 'ETIMEDOUT' }));
    }, deadlineMs);
  });
  try {
    await Promise.race([sending, tooLate]);
  } finally {
    clearTimeout(timer);
    sending.catch(() => undefined);
  }
}
