import { Refusal, type Logger } from '@gpii/service-kit';
import { createFolderTransport } from './folder-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';

/** A mail of the website: plain text. */
export interface Mail {
  /** One mail address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Takes mails to whom they are for. */
export interface Mailer {
  /**
   * Hands a mail over, within five seconds.
   *
   * @throws Refusal 503 `mail_unavailable`.
   */
  send(mail: Mail): Promise<void>;
}

/** One way in which mails leave. @returns What the log says of it: never what is in the mail, or whom it is for. */
export type MailTransport = (mail: Mail & { readonly from: string }) => Promise<Readonly<Record<string, string>>>;

/** Where mails go. */
export interface MailSettings {
  /** Mail server; where left out, mails become files. */
  readonly smtpUrl: string | undefined;
  readonly smtpPassword: string | undefined;
  readonly from: () => string;
  /** Of the files. */
  readonly folder: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Opens the way that mails leave by. Nothing is connected or made before the first one. */
export function openMailer({ smtpUrl, smtpPassword, from, folder, logger }: MailSettings): Mailer {
  const transport = smtpUrl === undefined ? createFolderTransport(folder) : createSmtpTransport(smtpUrl, smtpPassword);
  return {
    send: async (mail) => {
      try {
        logger.info(await transport({ ...mail, from: from() }), 'mail handed over');
      } catch (error) {
        // The error itself may say whom the mail is for.
        const { code = 'unknown' } = error as NodeJS.ErrnoException;
        logger.warn({ reason: 'mail_unavailable', cause: code }, 'mail not handed over');
        throw mailUnavailable();
      }
    },
  };
}

function mailUnavailable(): Refusal {
  return new Refusal({
    status: 503,
    code: 'temporarily_unavailable',
    reason: 'mail_unavailable',
    message: 'GPII Cloud cannot send mail at the moment. Nothing was changed.',
    retryAfterSeconds: 60,
  });
}
