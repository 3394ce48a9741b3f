import type { AuthorizeWords } from './en.ts';

/** The pages on which a person shares preferences with a web application, in French. */
export const fr: AuthorizeWords = {
  signIn: {
    title: 'Se connecter',
    goOnTo: (application) => `Connectez-vous pour continuer vers ${application}.`,
    submit: 'Se connecter',
    refused: 'L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.',
  },
  addKey: {
    title: 'Ajoutez votre clé GPII',
    why: (email, application) =>
      `Vous êtes connecté comme ${email}. ${application} demande à voir vos préférences, et ce compte n’a pas encore de clé ` +
      'GPII. Vos préférences sont sous la clé avec laquelle vous vous présentez aux ordinateurs : entrez-la une fois. Rien ' +
      'n’est partagé par là ; vous choisirez à la page suivante.',
  },
  share: {
    title: (application) => `Partager des préférences avec ${application} ?`,
    asks: (email, application) =>
      `Vous êtes connecté comme ${email}. ${application} demande à voir vos préférences. L’application pourra lire ce que ` +
      'vous choisissez ici, sans rien changer. Elle n’obtient pas votre clé GPII.',
    standing: (day) =>
      `Depuis le ${day}, vous partagez ce qui est coché ci-dessous. « Cesser le partage » y met fin aussitôt.`,
    whichKey: 'Les préférences de quelle clé GPII ?',
    added: (day) => `Ajoutée le ${day}`,
    what: 'Que voulez-vous partager ?',
    allow: 'Partager ce qui est coché',
    allowAll: 'Tout partager',
    keepPrivate: 'Ne rien partager',
    stop: 'Cesser le partage',
    goOnAt: (address) => `Vous continuerez ensuite sur ${address}.`,
    anotherKey: 'Utiliser une autre clé GPII',
    problems: {
      link: 'Choisissez la clé GPII dont vous partagez les préférences.',
      groups: 'Choisissez ce que vous voulez partager.',
      linkGone: 'Cette clé GPII vient d’être retirée du compte.',
    },
  },
  wait: {
    title: 'Veuillez patienter',
    tooMany: 'Il y a eu trop d’essais erronés.',
    busy: 'Beaucoup de personnes se connectent.',
    databaseAway: 'Le nuage GPII n’atteint pas sa base de données.',
    when: (minutes) =>
      `Revenez et réessayez dans ${minutes === 1 ? 'une minute' : `${minutes} minutes`}. Rien d’autre n’a changé.`,
  },
  refusal: {
    title: 'Cette demande ne fonctionne pas',
    faults: {
      unreadable: 'L’adresse de cette page est illisible.',
      clientMissing: 'L’adresse de cette page ne nomme aucune application.',
      clientUnknown: 'GPII ne connaît pas cette application, ou son identifiant a été révoqué.',
      redirectMissing: 'L’adresse de cette page ne dit pas où l’application veut continuer.',
      repeated: 'L’adresse de cette page nomme deux fois la même chose.',
      notOurForm: 'Le formulaire ne vient pas d’une page montrée à ce navigateur. Rien n’a changé.',
      method: 'Cette adresse n’accepte que GET et POST.',
    },
    advice: 'Revenez à l’application et recommencez. Si cela persiste, dites à ceux qui la font ce qui est écrit ici.',
  },
  mismatch: {
    title: 'Cette application veut continuer à une autre adresse que celle qui est enregistrée',
    what: (application) =>
      `Pour que personne d’autre n’obtienne ce que vous partagez avec ${application}, GPII ne continue qu’aux adresses enregistrées. Rien n’a été partagé.`,
    requested: 'Demandée',
    registered: 'Enregistrée',
    nearest: (count) => `Enregistrée (la plus proche des ${count})`,
    none: 'Aucune adresse n’est enregistrée pour cette application.',
    fragment: 'Une adresse de retour ne doit rien avoir après « # ».',
    differ: (place, requested, registered) =>
      `La première différence est au caractère ${place} : demandé ${requested}, enregistré ${registered}.`,
    end: 'la fin de l’adresse',
    person: 'Vous ne pouvez pas corriger cela vous-même. Dites à ceux qui font l’application ce qui est écrit ici.',
    owner: 'Vous vous occupez de cette application : changez ses adresses de retour',
    makers:
      'Ceux qui la font changent les adresses de retour sur ce site, sous Identifiants, ou la demande dans l’application.',
  },
};
