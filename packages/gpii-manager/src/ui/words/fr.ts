import type { en } from './en.ts';

const LOCAL_ONLY =
  'Chacun peut utiliser sa clé, et les réglages de cet ordinateur s’appliquent. Les préférences du nuage GPII ne sont pas disponibles : cet ordinateur n’a pas d’identifiant.';

/** What the local page of GPII Manager says, in French. */
export const fr: typeof en = {
  siteName: 'GPII Manager',
  navigation: { here: 'Cet ordinateur', doctor: 'Vérification', log: 'Journal' },
  home: {
    title: 'Cet ordinateur',
    checkAgain: 'Vérifier de nouveau',
    states: {
      connected: 'Connecté',
      skipped: 'Mode local, par choix',
      'local-only': 'Mode local',
      revoked: 'Identifiant révoqué',
      refused: 'Identifiant refusé',
      unreachable: 'Nuage GPII injoignable',
      'file-unusable': 'Fichier d’identifiant inutilisable',
      unknown: 'Inconnu',
    },
    explain: ({ state, credential, revocation }, dates) => {
      switch (state) {
        case 'local-only':
        case 'skipped':
          return LOCAL_ONLY;
        case 'connected':
          return 'Connecté au nuage GPII.';
        case 'refused':
          return 'Le nuage GPII n’accepte pas l’ID client et le secret de cet ordinateur. Connectez-le de nouveau pour en créer un autre.';
        case 'revoked': {
          const { revokedAt, revokedBy, reason } = revocation ?? {};
          const on = revokedAt === undefined ? '' : ` le ${dates.day(revokedAt)}`;
          const who =
            revokedBy === undefined
              ? ''
              : ` par ${revokedBy.startsWith('client:') ? 'l’ordinateur lui-même' : revokedBy.replace(/^\w+:/, '')}`;
          const why = reason === undefined ? '' : ` (motif : ${reason})`;
          return `L’identifiant « ${credential?.name ?? ''} » a été révoqué${on}${who}${why}. Il ne peut pas être rétabli. Connectez l’ordinateur de nouveau pour en créer un autre.`;
        }
        case 'unreachable':
        case 'file-unusable':
        case 'unknown':
          return undefined;
      }
    },
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
    forget: 'L’oublier ici',
    revoke: 'Révoquer',
    enrol: 'J’ai une clé d’inscription d’une image disque',
    details: 'Détails',
    credential: 'Identifiant',
    cloud: 'Adresse du nuage GPII',
    network: 'Réseau',
    networkText: (reach) =>
      reach === undefined
        ? 'Injoignable'
        : reach.isWorking
          ? `Joignable, ${reach.durationMs} ms`
          : `Ne fonctionne pas (${reach.status})`,
    clock: 'Horloge',
    clockRight: 'À l’heure',
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
  forget: {
    title: 'Oublier l’identifiant ici',
    text: 'Ceci retire l’identifiant de cet ordinateur, sans le nuage GPII. Son secret reste valable partout ailleurs, jusqu’à ce qu’il soit révoqué sur le site.',
    submit: 'Oublier l’identifiant',
  },
  enrol: {
    title: 'Inscrire cet ordinateur',
    label: 'Clé d’inscription',
    hint: 'Elle commence par gpii_ek_. Cet ordinateur reçoit en échange un secret à lui.',
    submit: 'Inscrire cet ordinateur',
    empty: 'Entrez la clé d’inscription.',
  },
  log: {
    title: 'Journal',
    changesHeading: 'Ce que GPII Manager a fait ici',
    nothing: 'GPII Manager n’a encore rien changé sur cet ordinateur.',
    what: {
      connect: 'Connecté par le navigateur',
      set: 'Fichier d’identifiant repris',
      'sign-in': 'Connecté par courriel et mot de passe',
      enrol: 'Inscrit avec une clé d’inscription',
      rotate: 'Nouveau secret créé',
      revoke: 'Secret de cet ordinateur révoqué',
      forget: 'Identifiant oublié ici',
      skip: 'Remis à plus tard : mode local',
    },
    by: (account: string) => `par ${account}`,
    requesterHeading: 'Utilisations de clés, depuis le démarrage du demandeur d’accès',
    requesterSilent: 'Le demandeur d’accès ne répond pas : lui ou le gestionnaire de flux ne tourne pas.',
    requesterNothing: 'Personne n’a encore utilisé de clé.',
    lastSuccess: 'Le dernier jeton d’accès a été donné',
    lastFailure: 'La dernière fois qu’aucun n’a été donné',
    whereMore:
      'Qui a utilisé sa clé n’est écrit nulle part sur cet ordinateur. Le dernier usage de son identifiant et les refus figurent sur le site.',
  },
  help: {
    title: 'Aide',
    paragraphs: [
      'Un identifiant, c’est-à-dire un ID client et un secret, prouve que cet ordinateur peut demander au nuage GPII les préférences des gens.',
      'Sans lui, cet ordinateur est en mode local : chacun peut utiliser sa clé, et les réglages de l’ordinateur s’appliquent.',
      'Le secret est gardé pour le seul demandeur d’accès, un programme qui a son propre compte. GPII Manager l’y dépose et ne le montre à personne.',
      'Révoquer arrête le secret pour toujours. Oublier le retire seulement de cet ordinateur.',
      'Quand les clés ne fonctionnent pas, voyez d’abord la vérification : elle dit quoi faire.',
    ],
  },
  doctor: { title: 'Vérification', signs: { good: 'Bon', bad: 'À corriger', unseen: 'Non vu' } },
  done: {
    connected: 'Cet ordinateur est connecté au nuage GPII. Les clés fonctionnent maintenant.',
    rotated: 'Cet ordinateur a un nouveau secret.',
    forgotten: 'Oublié sur cet ordinateur. Il est en mode local ; le secret reste valable ailleurs.',
    revoked: 'Le secret de cet ordinateur est arrêté. Il est en mode local.',
    declined: 'La demande a été refusée sur le site. Rien n’a changé.',
    notUsed: 'Non utilisé. Le secret qui venait d’être créé est arrêté ; rien d’autre n’a changé.',
    later: 'Il n’y a plus rien à utiliser. Rien n’a changé.',
  },
  connectDone: {
    approved: {
      title: 'Cet ordinateur a été approuvé',
      text: 'Vous pouvez fermer cette page et revenir à GPII Manager.',
    },
    denied: { title: 'La demande a été refusée', text: 'Rien n’a changé. Vous pouvez fermer cette page.' },
  },
  onComputer: (name) => `GPII Manager sur ${name}`,
  goOn: 'Continuer',
  failed: 'Cela n’a pas fonctionné',
  back: 'Retour à cet ordinateur',
};
