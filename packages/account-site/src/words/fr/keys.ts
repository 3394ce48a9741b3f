import type { keys as en } from '../en/keys.ts';

/** GPII keys of an account, in French. */
export const keys: typeof en = {
  title: 'Clés GPII',
  lead:
    'Vos préférences sont sous la clé avec laquelle vous vous présentez aux ordinateurs. Ajoutez-la ici une fois : vous ' +
    'pourrez partager des préférences avec des applications web, et y mettre fin.',
  caption: (count) => (count <= 1 ? `${count} clé` : `${count} clés`),
  columns: { name: 'Nom', added: 'Ajoutée', actions: 'Actions' },
  empty: 'Aucune clé GPII n’appartient encore à ce compte.',
  add: 'Ajouter une clé GPII',
  remove: 'Retirer',
  removePage: {
    title: (name) => `Retirer « ${name} » de ce compte ?`,
    key: 'La clé elle-même reste valable : vous pouvez continuer à l’utiliser, et ses préférences restent.',
    nobody: 'Aucune application web ne voit ses préférences par ce compte.',
    lose: 'Ces applications web cessent aussitôt de voir ses préférences :',
    submit: 'Retirer cette clé GPII',
    keep: 'La garder',
  },
  done: {
    linked: 'La clé GPII appartient à votre compte.',
    removed: 'La clé GPII est retirée de votre compte. Ce qui en était partagé a pris fin.',
  },
};
