import type { display as en } from '../en/display.ts';

/** Taking from a GPII key how pages look, in French. */
export const display: typeof en = {
  done: 'Enregistré d’après vos préférences GPII.',
  heading: 'Prendre mes préférences GPII',
  lead: 'Reprend la taille du texte, l’interligne, le contraste et les champs agrandis de ce que porte votre clé GPII.',
  key: 'Clé GPII',
  submit: 'Prendre mes préférences GPII',
  noKey: 'Il n’y a pas encore de clé GPII dans votre compte.',
  addKey: 'Ajouter une clé GPII',
  signIn: 'Connectez-vous pour les prendre de votre clé GPII',
  nothing: 'Vos préférences GPII ne disent rien de l’aspect des pages. Rien n’a changé.',
};
