import type { en } from './en.ts';

/** What the local page of the flow manager says, in French. */
export const fr: typeof en = {
  siteName: 'GPII sur cet ordinateur',
  onComputer: (name) => name,
  here: 'Clé en cours',
  home: {
    nobody: 'Aucune clé n’est en cours',
    somebody: 'Votre clé est en cours',
    whatToDo: [
      'Branchez votre clé USB, approchez votre carte du lecteur, ou faites comme le personnel vous l’indique.',
      'Vos réglages s’appliquent alors à cet ordinateur. Quand vous terminez, tout est remis comme avant.',
    ],
    broken:
      'La dernière clé a été arrêtée parce que ses réglages n’ont pas pu être mis. Des réglages de cet ordinateur sont peut-être encore changés : dites-le au personnel, ou utilisez de nouveau votre clé.',
    again: 'Regarder de nouveau',
    key: 'Clé',
    since: 'Depuis',
    from: 'Réglages venant de',
    sources: { cloud: 'Nuage GPII', local: 'Cet ordinateur, ou ce que vous avez apporté' },
    cloudMissing: 'Les réglages du nuage GPII manquent en ce moment. Le personnel peut dire pourquoi.',
    keyOut: 'Terminer',
    keyOutHint: 'Quand vous terminez, tout ce qui suit est remis comme avant.',
    changes: 'Ce qui a changé sur cet ordinateur',
    caption: (count) => (count === 1 ? 'Un réglage' : `${count} réglages`),
    columns: ['Réglage', 'Application', 'À cause de', 'Avant', 'Maintenant'],
    ownSetting: 'Votre réglage pour cette application',
    leftOut: 'Ce qui n’a pas pu être mis',
    leftOutHint: 'Cet ordinateur ne prend pas ces réglages. Tous les autres sont en place.',
    wholePart: 'Certains de ses réglages',
    nothing: 'Rien n’a changé sur cet ordinateur : aucune application n’y utilise vos réglages.',
    untouched: 'Ce gestionnaire a pour consigne de ne rien changer sur cet ordinateur.',
    unset: 'Non réglé',
    on: 'Oui',
    off: 'Non',
  },
  done: { out: 'C’est terminé. Cet ordinateur est comme avant.' },
  failed: 'Cela n’a pas marché',
  back: 'Retour',
  help: {
    title: 'Aide',
    paragraphs: [
      'Avec une clé GPII, sur une clé USB ou une carte par exemple, vos réglages viennent à l’ordinateur que vous utilisez : taille du texte, contraste, lecteur d’écran.',
      'Cette page dit qui a sa clé en cours, ce qui a changé ici et de quel réglage cela vient. Seuls les quatre premiers caractères d’une clé sont affichés.',
      'Terminez quand vous partez. Ce qui a changé est alors remis comme avant. Retirer la clé USB fait de même.',
      'Ce qui a changé n’est pas écrit sur le disque à votre nom : cet ordinateur garde seulement ses propres réglages d’avant, jusqu’à ce qu’ils soient remis.',
      'Un autre compte de cet ordinateur ne peut pas ouvrir cette page. Son adresse vaut pour un seul navigateur.',
    ],
  },
};
