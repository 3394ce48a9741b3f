import type { InEachLanguage } from '@gpii/pages';
import { frame as frameEn } from './words/en/frame.ts';
import { frame as frameFr } from './words/fr/frame.ts';
import { accounts as accountsEn } from './words/en/accounts.ts';
import { accounts as accountsFr } from './words/fr/accounts.ts';
import { connect as connectEn } from './words/en/connect.ts';
import { connect as connectFr } from './words/fr/connect.ts';
import { consent as consentEn } from './words/en/consent.ts';
import { consent as consentFr } from './words/fr/consent.ts';
import { credentials as credentialsEn } from './words/en/credentials.ts';
import { credentials as credentialsFr } from './words/fr/credentials.ts';
import { display as displayEn } from './words/en/display.ts';
import { display as displayFr } from './words/fr/display.ts';
import { enrolment as enrolmentEn } from './words/en/enrolment.ts';
import { enrolment as enrolmentFr } from './words/fr/enrolment.ts';
import { history as historyEn } from './words/en/history.ts';
import { history as historyFr } from './words/fr/history.ts';
import { keys as keysEn } from './words/en/keys.ts';
import { keys as keysFr } from './words/fr/keys.ts';

const en = {
  ...frameEn,
  accounts: accountsEn,
  connect: connectEn,
  consent: consentEn,
  credentials: credentialsEn,
  display: displayEn,
  enrolment: enrolmentEn,
  history: historyEn,
  keys: keysEn,
};

/** Words of the website. What takes a value is a function: what is missing in a language does not compile. */
export type SiteWords = typeof en;

const fr: SiteWords = {
  ...frameFr,
  accounts: accountsFr,
  connect: connectFr,
  consent: consentFr,
  credentials: credentialsFr,
  display: displayFr,
  enrolment: enrolmentFr,
  history: historyFr,
  keys: keysFr,
};

export const SITE_WORDS: InEachLanguage<SiteWords> = { en, fr };
