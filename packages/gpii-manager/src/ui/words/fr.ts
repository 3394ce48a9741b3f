import type { en } from './en.ts';

/** What the local page of GPII Manager says, in French. */
export const fr: typeof en = {
  siteName: 'GPII Manager',
  navigation: { here: 'Cet ordinateur', doctor: 'Vérification' },
  home: {
    title: 'Cet ordinateur',
    checkAgain: 'Vérifier de nouveau',
    states: {
      connected: 'Connecté',
      'local-only': 'Mode local',
      revoked: 'Identifiant révoqué',
      refused: 'Identifiant refusé',
      unreachable: 'Nuage GPII injoignable',
      'file-unusable': 'Fichier d’identifiant inutilisable',
      unknown: 'Inconnu',
    },
    localOnly:
      'Chacun peut utiliser sa clé, et les réglages de cet ordinateur s’appliquent. Les préférences du nuage GPII ne sont pas encore disponibles : cet ordinateur n’a pas d’identifiant.',
    connectHeading: 'Se connecter au nuage GPII',
    connectAgainHeading: 'Se connecter de nouveau',
    chooseOne: 'Choisissez une façon. Vous pourrez en changer.',
    browser: 'Par votre navigateur',
    browserText:
      'Connectez-vous au site GPII et approuvez cet ordinateur. Votre mot de passe reste dans le navigateur.',
    browserButton: 'Ouvrir le site',
    file: 'Utiliser un fichier d’identifiant',
    fileText: 'Le fichier JSON enregistré sur le site, ou un ID client et un secret que vous avez copiés.',
    fileButton: 'Le coller',
    signIn: 'Se connecter ici',
    signInText:
      'Entrez votre adresse et votre mot de passe GPII sur cette page. Seulement si vous savez d’où vient GPII Manager : un faux pourrait les garder.',
    signInButton: 'Se connecter ici',
    changeHeading: 'Changer l’identifiant',
    rotate: 'Créer un nouveau secret',
    revoke: 'Révoquer',
    details: 'Détails',
    credential: 'Identifiant',
    cloud: 'Adresse du nuage GPII',
    keptIn: 'Identifiant gardé dans',
    keptText: (path) => `${path}, pour le seul demandeur d’accès`,
    notAdministrator:
      'Changer l’identifiant demande un administrateur. L’état reste visible. Lancez : sudo gpii-manager ui',
  },
  set: {
    title: 'Utiliser un fichier d’identifiant',
    label: 'Le fichier entier, ou l’ID client et le secret sur deux lignes',
    hint: 'Ouvrez le fichier, copiez tout et collez-le ici. Les espaces et guillemets autour ne gênent pas.',
    submit: 'Vérifier et enregistrer',
    empty: 'Collez le fichier d’identifiant, ou l’ID client et le secret.',
  },
  signIn: {
    title: 'Se connecter ici',
    warning:
      'Seulement si vous savez d’où vient GPII Manager. Le navigateur est plus sûr : le mot de passe y reste. Il sert une fois et n’est gardé nulle part.',
    submit: 'Se connecter',
  },
  use: {
    title: 'Utiliser cet identifiant ?',
    text: (name, account) => `${account} a approuvé l’identifiant « ${name} » pour cet ordinateur.`,
    someone: 'Quelqu’un',
    yes: 'L’utiliser',
    no: 'Ne pas l’utiliser',
  },
  rotate: {
    title: 'Créer un nouveau secret',
    text: 'Cet ordinateur reçoit un nouveau secret. L’ancien s’arrête 24 heures plus tard, pour qu’aucune clé ne soit refusée.',
    submit: 'Créer un nouveau secret',
  },
  revoke: {
    title: 'Révoquer',
    text: 'Ceci arrête pour toujours le secret de cet ordinateur. Seuls les réglages locaux s’appliquent ensuite. Les autres ordinateurs du même identifiant continuent.',
    submit: 'Arrêter le secret de cet ordinateur',
  },
  doctor: { title: 'Vérification', signs: { good: 'Bon', bad: 'À corriger', unseen: 'Non vu' } },
  done: {
    connected: 'Cet ordinateur est connecté au nuage GPII. Les clés fonctionnent maintenant.',
    rotated: 'Cet ordinateur a un nouveau secret.',
    revoked: 'Le secret de cet ordinateur est arrêté. Il est en mode local.',
    declined: 'La demande a été refusée sur le site. Rien n’a changé.',
    notUsed: 'Non utilisé. Le secret qui venait d’être créé est arrêté ; rien d’autre n’a changé.',
    later: 'Il n’y a plus rien à utiliser. Rien n’a changé.',
  },
  failed: 'Cela n’a pas fonctionné',
  back: 'Retour à cet ordinateur',
};
