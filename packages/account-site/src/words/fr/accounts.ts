import type { accounts as en } from '../en/accounts.ts';

/** Creating an account, signing in, the account itself, in French. */
export const accounts: typeof en = {
  signIn: {
    title: 'Se connecter',
    submit: 'Se connecter',
    refused: 'L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.',
    register: 'Créer un compte',
    forgotten: 'J’ai oublié mon mot de passe',
    done: {
      closed: 'Le compte est fermé. Plus personne ne peut s’y connecter.',
      'signed-out': 'Vous êtes déconnecté.',
    },
  },
  fields: {
    email: 'Adresse de courriel',
    emailMissing: 'Entrez votre adresse de courriel.',
    emailMalformed: 'Entrez une adresse de courriel comme nom@exemple.org.',
    name: 'Votre nom',
    nameHint: 'Il figure dans l’historique à côté de ce que vous avez fait.',
    nameMissing: 'Entrez votre nom.',
    nameTooLong: (most) => `Entrez un nom d’au plus ${most} caractères.`,
    newPassword: 'Nouveau mot de passe',
    password: 'Mot de passe',
    passwordHint: (least) =>
      `Au moins ${least} caractères. Quelques mots à la suite font l’affaire. Vous pouvez le coller depuis un gestionnaire de mots de passe.`,
    passwordTooShort: (least) => `Entrez un mot de passe d’au moins ${least} caractères.`,
    passwordTooLong: (most) => `Entrez un mot de passe d’au plus ${most} caractères.`,
  },
  register: {
    title: 'Créer un compte',
    lead: 'Pour les personnes qui s’occupent d’ordinateurs ou de sites. Pour s’identifier sur un ordinateur, une clé GPII suffit, sans compte.',
    submit: 'Créer le compte',
    haveOne: 'J’ai un compte : me connecter',
  },
  sent: {
    title: 'Consultez votre courriel',
    registration: [
      'Nous avons envoyé un message à l’adresse que vous avez entrée. Ouvrez le lien qu’il contient dans les 24 heures.',
      'D’ici là, rien n’est créé. Pas de message ? Cherchez parmi les indésirables, ou vérifiez l’adresse et recommencez.',
    ],
    newPassword: [
      'Nous avons envoyé un message à l’adresse que vous avez entrée. Ouvrez le lien qu’il contient dans l’heure.',
      'D’ici là, votre mot de passe ne change pas. Pas de message ? Cherchez parmi les indésirables, ou vérifiez l’adresse et redemandez.',
    ],
    again: 'Recommencer',
  },
  confirm: {
    title: 'Créez votre compte',
    ask: (email) => `Le compte est pour ${email}. Créez-le, et vous êtes connecté.`,
    notYou: 'Quelqu’un d’autre a entré votre adresse ? Fermez cette page, et aucun compte n’est créé.',
    submit: 'Créer le compte et me connecter',
    gone: 'Ce lien ne fonctionne plus',
    goneText:
      'Les liens pour créer un compte valent 24 heures. Rien n’a été créé. Recommencez pour en recevoir un autre.',
    exists: 'Le compte existe déjà',
    existsText: (email) => `Il y a un compte pour ${email}. Connectez-vous avec son mot de passe.`,
  },
  forgotten: {
    title: 'Choisir un nouveau mot de passe',
    lead: 'Entrez l’adresse de votre compte. Nous vous envoyons un lien pour choisir un nouveau mot de passe.',
    submit: 'Envoyer le lien',
  },
  newPassword: {
    title: 'Choisir un nouveau mot de passe',
    forWhom: (email) => `Pour le compte ${email}. Tous les navigateurs qui y sont connectés seront déconnectés.`,
    submit: 'Enregistrer le mot de passe et me connecter',
    gone: 'Ce lien ne fonctionne plus',
    goneText:
      'Les liens vers un nouveau mot de passe valent une heure, une seule fois, et jusqu’à ce que le mot de passe change. Votre mot de passe est resté le même. Demandez un autre lien.',
    again: 'Demander un autre lien',
  },
  account: {
    title: 'Compte',
    done: {
      renamed: 'Votre nom est enregistré.',
      password: 'Le nouveau mot de passe est enregistré. Les autres navigateurs ont été déconnectés.',
      'new-password':
        'Le nouveau mot de passe est enregistré, et vous êtes connecté. Les autres navigateurs ont été déconnectés.',
      ended: 'Ce navigateur est déconnecté.',
      'others-ended': 'Tous les autres navigateurs sont déconnectés.',
    },
    email: 'Adresse de courriel',
    since: 'Compte créé le',
    nameHeading: 'Nom',
    saveName: 'Enregistrer le nom',
    passwordHeading: 'Mot de passe',
    passwordLead: 'Les autres navigateurs sont déconnectés quand vous le changez.',
    currentPassword: 'Mot de passe actuel',
    currentPasswordWrong: 'Ce n’est pas le mot de passe actuel. Le mot de passe n’a pas changé.',
    savePassword: 'Changer le mot de passe',
    sessionsHeading: 'Où vous êtes connecté',
    sessionsCaption: 'Du plus récent au plus ancien. Un navigateur est déconnecté de lui-même après 8 heures.',
    browser: 'Navigateur',
    address: 'Adresse',
    begun: 'Connecté depuis',
    action: 'Action',
    thisOne: 'Ce navigateur',
    end: 'Déconnecter',
    endOf: (browser) => ` ${browser}`,
    endOthers: 'Déconnecter tous les autres navigateurs',
    unknownBrowser: 'Un navigateur qui ne dit pas lequel',
    unknownAddress: 'Inconnue',
    browserOn: (browser, system) => `${browser} sous ${system}`,
    closeHeading: 'Fermer le compte',
    closeLead: 'La fermeture met fin à ses identifiants client et est définitive.',
    close: 'Fermer le compte…',
  },
  close: {
    title: 'Fermer votre compte',
    permanent:
      'C’est définitif. Plus personne ne pourra s’y connecter, et aucun nouveau compte ne pourra avoir cette adresse.',
    none: 'Le compte n’a aucun identifiant client en service : aucun ordinateur ni aucun site ne perd quoi que ce soit.',
    some: (count) =>
      count === 1
        ? 'Cet identifiant client est révoqué aussitôt. Les ordinateurs et les sites qui l’utilisent perdent le nuage GPII ; les réglages enregistrés sur les ordinateurs restent :'
        : `Ces ${count} identifiants client sont révoqués aussitôt. Les ordinateurs et les sites qui les utilisent perdent le nuage GPII ; les réglages enregistrés sur les ordinateurs restent :`,
    stays:
      'Ce que vous avez fait reste dans l’historique des responsables du nuage GPII. Les clés GPII continuent de servir à ceux qui les portent.',
    password: 'Mot de passe',
    passwordWrong: 'Ce n’est pas le mot de passe du compte. Rien n’a changé.',
    submit: (count) =>
      count === 0
        ? 'Fermer le compte'
        : `Fermer le compte et révoquer ${count === 1 ? '1 identifiant' : `${count} identifiants`}`,
    keep: 'Garder le compte',
  },
  mails: {
    registration: {
      subject: 'Créez votre compte GPII',
      text: (name, link) =>
        `Bonjour ${name},\n\nquelqu’un, vous sans doute, a demandé un compte GPII avec cette adresse. Ouvrez cette page dans les 24 heures pour le créer :\n\n${link}\n\nCe n’était pas vous ? Ne faites rien : aucun compte n’est créé.\n`,
    },
    known: {
      subject: 'Vous avez un compte GPII',
      text: (name, site) =>
        `Bonjour ${name},\n\nquelqu’un, peut-être vous, a demandé un nouveau compte GPII avec cette adresse. Vous en avez déjà un, et il n’a pas changé. Connectez-vous, ou choisissez un nouveau mot de passe :\n\n${site}/sign-in\n${site}/forgotten-password\n\nCe n’était pas vous ? Vous n’avez rien à faire.\n`,
    },
    closed: {
      subject: 'Votre compte GPII est fermé',
      text: (name) =>
        `Bonjour ${name},\n\nquelqu’un, peut-être vous, a demandé un compte GPII ou un nouveau mot de passe avec cette adresse. Le compte de cette adresse a été fermé, ce qui est définitif. Prenez une autre adresse pour un nouveau compte.\n`,
    },
    newPassword: {
      subject: 'Choisissez un nouveau mot de passe pour votre compte GPII',
      text: (name, link) =>
        `Bonjour ${name},\n\nquelqu’un, vous sans doute, a demandé un nouveau mot de passe pour votre compte GPII. Choisissez-le dans l’heure sur cette page :\n\n${link}\n\nCe n’était pas vous ? Ne faites rien : votre mot de passe reste le même.\n`,
    },
    noAccount: {
      subject: 'Aucun compte GPII n’a cette adresse',
      text: (site) =>
        `Bonjour,\n\nquelqu’un, peut-être vous, a demandé un nouveau mot de passe pour un compte GPII avec cette adresse. Il n’y en a pas. Votre compte a peut-être une autre adresse ; vous pouvez aussi en créer un :\n\n${site}/register\n\nCe n’était pas vous ? Vous n’avez rien à faire.\n`,
    },
  },
};
