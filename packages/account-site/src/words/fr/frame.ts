import type { frame as en } from '../en/frame.ts';

/** What every page of the website may say, in French. */
export const frame: typeof en = {
  navigation: {
    credentials: 'Identifiants',
    enrolmentKeys: 'Clés d’inscription',
    keys: 'Clés GPII',
    consent: 'Partage',
    history: 'Historique',
    account: 'Compte',
  },
  front: {
    title: 'Ouvrez vos ordinateurs et vos sites aux préférences GPII',
    lead:
      'Chaque personne porte ses préférences sur une clé GPII : taille du texte, contraste, loupe, lecteur d’écran. ' +
      'Vous obtenez ici les identifiants client avec lesquels vos ordinateurs et vos sites peuvent les demander au nuage GPII.',
    shorterWay: 'Un seul ordinateur à installer ? GPII Manager, sur cet ordinateur, ouvre ce site de lui-même.',
    toCredentials: 'Voir vos identifiants',
  },
  help: {
    title: 'Aide',
    paragraphs: [
      'Un identifiant client est un ID client et un secret. Un ordinateur ou un site prouve ainsi qu’il peut interroger le nuage GPII.',
      'Le nuage GPII ne garde aucun secret qu’il pourrait montrer de nouveau : chaque remise en crée un, et chacun peut être arrêté seul.',
      'La révocation d’un identifiant est définitive. Tous les ordinateurs qui l’utilisent perdent aussitôt le nuage GPII ; leurs réglages locaux restent.',
      'Une clé GPII perdue est arrêtée par qui l’a remise.',
    ],
  },
  stepUp: {
    title: 'Entrez de nouveau votre mot de passe',
    why: (email) =>
      `Vous êtes connecté comme ${email}. Cette action a des conséquences, et vous avez entré le mot de passe il y a un moment.`,
    password: 'Mot de passe',
    goOn: 'Continuer',
    wrong: 'Ce n’est pas le mot de passe du compte. Essayez de nouveau.',
  },
  errors: {
    refused: 'Ceci n’est pas possible',
    notThere: {
      title: 'Il n’y a rien ici',
      text: [
        'Rien ne se trouve à cette adresse, ou cela appartient à un autre compte. Vérifiez l’adresse ou partez de la liste.',
      ],
    },
    methodNotTaken: {
      title: 'Cette adresse est celle d’un bouton',
      text: ['Son action part d’un bouton sur une page. Rien n’a changé. Revenez et utilisez le bouton.'],
    },
    notOurForm: {
      title: 'Ce formulaire n’a pas pu être reçu',
      text: [
        'Il ne vient pas d’une page montrée à ce navigateur, ou vous vous êtes reconnecté depuis. Rien n’a changé.',
        'Revenez, rechargez la page et envoyez le formulaire de nouveau.',
      ],
    },
    sentBefore: {
      title: 'C’est déjà fait',
      text: [
        'Ce formulaire a déjà été envoyé : rien n’a été créé une seconde fois. Ce qu’il a créé a été montré une seule fois.',
        'Si vous ne l’avez pas gardé, arrêtez-le dans sa liste et créez-en un autre.',
      ],
    },
    tooLarge: { title: 'Ce formulaire est trop grand', text: ['Rien n’a changé. Revenez et entrez moins de texte.'] },
    databaseAway: {
      title: 'Le nuage GPII n’atteint pas sa base de données',
      text: ['Rien n’est perdu et rien n’a changé. Réessayez dans un instant.'],
    },
    noMail: {
      title: 'Le message n’a pas pu être envoyé',
      text: [
        'Le nuage GPII ne peut pas envoyer de courriel en ce moment. Rien n’a changé : aucun compte n’a été créé, et les mots de passe restent les mêmes.',
        'Réessayez dans quelques minutes. Si cela continue, prévenez les responsables de ce site.',
      ],
    },
    tooManyMails: (minutes) => ({
      title: 'Attendez avant le prochain message',
      text: [
        `Plusieurs messages ont déjà été demandés. Cherchez-les aussi parmi les indésirables. Sinon, redemandez-en un dans ${minutes === 1 ? 'une minute' : `${minutes} minutes`}. Rien n’a changé.`,
      ],
    }),
    busy: {
      title: 'Beaucoup de personnes se connectent',
      text: ['Rien n’a changé. Réessayez dans quelques secondes.'],
    },
    tooMany: (minutes) => ({
      title: 'Veuillez patienter',
      text: [
        `Il y a eu trop d’essais erronés. Revenez et réessayez dans ${minutes === 1 ? 'une minute' : `${minutes} minutes`}. Rien n’a changé.`,
      ],
    }),
  },
};
