import type { consent as en } from '../en/consent.ts';

/** What web applications may see, in French. */
export const consent: typeof en = {
  title: 'Partage',
  lead: 'Ces applications web peuvent voir une partie de vos préférences. Elles ne peuvent rien changer et n’ont pas votre clé GPII.',
  empty: 'Aucune application web ne voit vos préférences par ce compte.',
  howTo: 'Une application web qui veut les voir vous envoie ici, et vous choisissez ce qu’elle obtient.',
  facts: { key: 'Clé GPII', groups: 'Ce qu’elle voit', since: 'Depuis' },
  takeBack: 'Cesser le partage',
  takeBackWith: (application) => ` avec ${application}`,
  done: { stopped: 'Le partage a pris fin. L’application ne peut plus voir vos préférences.' },
};
