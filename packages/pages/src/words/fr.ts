import type { en } from './en.ts';

/** What the frame of every page says, in French. */
export const fr: typeof en = {
  direction: 'ltr',
  siteName: 'Compte GPII',
  organisation: 'Global Public Inclusive Infrastructure',
  skipToContent: 'Aller au contenu principal',
  mainNavigation: 'Navigation principale',
  footerNavigation: 'Pied de page',
  displayPreferences: 'Préférences d’affichage',
  resetDisplay: 'Revenir à l’habituel',
  close: 'Fermer',
  signIn: 'Se connecter',
  emailAddress: 'Adresse de courriel',
  password: 'Mot de passe',
  signOut: 'Se déconnecter',
  register: 'Créer un compte',
  help: 'Aide',
  errorTitle: (title) => `Erreur : ${title}`,
  thereIsAProblem: 'Il y a un problème',
  errorPrefix: 'Erreur :',
  optional: '(facultatif)',
  show: 'Afficher',
  hide: 'Masquer',
  copy: 'Copier',
  copied: 'Copié',
};
