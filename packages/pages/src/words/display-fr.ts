import type { display as en } from './display-en.ts';

/** How pages look, and the form in which somebody chooses that, in French. */
export const display: typeof en = {
  title: 'Préférences d’affichage',
  lead: 'Elles valent pour toutes les pages de ce site, dans ce navigateur.',
  done: {
    saved: 'Enregistré. Toutes les pages ont maintenant cet aspect.',
    reset: 'Les pages ont de nouveau leur aspect habituel.',
  },
  previewed: 'Cette page montre ce que vous avez choisi. Ce n’est pas encore enregistré.',
  textSize: 'Taille du texte',
  lineSpace: 'Interligne',
  times: (times) => (times === 1 ? 'Comme d’habitude' : `${times.toLocaleString('fr')} fois la valeur habituelle`),
  font: 'Style du texte',
  fonts: {
    default: 'Habituel',
    system: 'Celui de cet appareil',
    times: 'Times New Roman',
    comic: 'Comic Sans',
    arial: 'Arial',
    verdana: 'Verdana',
    'open-dyslexic': 'OpenDyslexic',
    'atkinson-hyperlegible': 'Atkinson Hyperlegible',
  },
  theme: 'Couleurs et contraste',
  themes: {
    default: 'Habituels',
    bw: 'Noir sur blanc',
    wb: 'Blanc sur noir',
    by: 'Noir sur jaune',
    yb: 'Jaune sur noir',
    lgdg: 'Gris clair sur gris foncé',
    gw: 'Gris sur blanc',
    gd: 'Gris sur noir',
    bbr: 'Noir sur brun',
  },
  largerInputs: 'Boutons et champs plus grands',
  largerInputsHint: 'Les liens, boutons, menus et champs de texte ressortent.',
  preview: 'Voir d’abord',
  save: 'Enregistrer',
  reset: 'Revenir à l’habituel',
};
