import type { sharing as en } from './sharing-en.ts';

/** What can be shared of a GPII key, and entering one, in French. */
export const sharing: typeof en = {
  groups: {
    'text-contrast': {
      title: 'Texte et contraste',
      hint: 'Taille du texte, espacement, polices, couleurs, contraste élevé',
    },
    screen: { title: 'Écran', hint: 'Luminosité, résolution, rotation, mise en veille' },
    magnifier: { title: 'Loupe', hint: 'De combien elle grossit, où elle est, ce qu’elle suit' },
    'reading-aloud': { title: 'Lecture à voix haute et braille', hint: 'Lecteur d’écran, voix, débit, braille' },
    'sound-captions': { title: 'Son et sous-titres', hint: 'Volume, sous-titres, audiodescription' },
    'keyboard-mouse': {
      title: 'Clavier, souris et commande vocale',
      hint: 'Touches rémanentes, touches lentes, clavier à l’écran, pointeur',
    },
    understanding: {
      title: 'Lecture et compréhension',
      hint: 'Pages plus simples, syllabes, table des matières, dictionnaires',
    },
    language: { title: 'Langue', hint: 'La langue des textes et des programmes' },
  },
  settingsOf: (application) => `Réglages de ${application}`,
  settingsOfHint: 'Tous les réglages de ce seul programme',
  keyWithoutName: 'Clé GPII sans nom',
  keyForm: {
    key: 'Clé GPII',
    keyHint: 'Ce qui est sur votre carte, clé USB ou code QR.',
    name: 'Nom de cette clé',
    nameHint: 'Pour la reconnaître, par exemple : carte dans mon portefeuille.',
    submit: 'Ajouter cette clé GPII',
  },
  keyProblems: {
    key_missing: 'Entrez votre clé GPII.',
    key_unknown: 'Nous ne connaissons pas cette clé. Réessayez ou demandez de l’aide au personnel.',
    label_too_long: 'Donnez à la clé un nom de 100 caractères au plus.',
  },
};
