import './grades.ts';

export type { AccountSiteComponent } from './grades.ts';
export type { Origin, SiteRooms } from './site-rooms.ts';
export { openMailer, type Mail, type Mailer } from './mail/mailer.ts';
