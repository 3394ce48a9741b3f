import type { connect as en } from '../en/connect.ts';

/** Handing a credential to a computer, in French. */
export const connect: typeof en = {
  title: (computer) => `Connecter ${computer}`,
  aComputer: 'cet ordinateur',
  lead: 'GPII Manager, sur cet ordinateur, demande un identifiant. Vérifiez qu’il affiche le même code :',
  caution: 'S’il affiche un autre code, ou si vous n’avez rien lancé, choisissez « Ne pas connecter ».',
  who: (email, port) =>
    `Vous êtes connecté comme ${email}. L’application qui demande tourne sur l’ordinateur que vous utilisez en ce moment (port ${port}). L’avez-vous lancée ?`,
  which: 'Quel identifiant doit-il utiliser ?',
  newOne: 'Un nouveau, pour cet ordinateur seul',
  newOneHint: 'Conseillé. Vous pourrez le révoquer plus tard sans toucher aux autres.',
  name: 'Nom du nouvel identifiant',
  oldOne: 'Un de ceux que j’ai déjà',
  oldOneHint: 'Pour des ordinateurs issus de la même image disque. S’il est révoqué, tous perdent l’accès.',
  existing: 'Identifiant existant',
  existingHint: 'Cet ordinateur reçoit son propre secret. Les autres gardent le leur.',
  existingMany: (shown, all) =>
    `Cet ordinateur reçoit son propre secret. La liste montre les ${shown} premiers sur ${all}, par nom ; cherchez les autres plus bas.`,
  existingFound: (shown, all) =>
    `Cet ordinateur reçoit son propre secret. La liste montre ${shown} des ${all} trouvés.`,
  choose: 'Choisissez un identifiant',
  computers: (count) => (count <= 1 ? `${count} secret en service` : `${count} secrets en service`),
  connect: (computer) => `Connecter ${computer}`,
  decline: 'Ne pas connecter',
  findHeading: 'Chercher un de vos identifiants',
  find: 'Une partie de son nom ou de son ID client',
  findButton: 'Chercher',
  problems: {
    which: 'Indiquez quel identifiant cet ordinateur doit utiliser.',
    name_missing: 'Entrez un nom pour le nouvel identifiant.',
    name_too_long: 'Entrez un nom de 200 caractères au plus.',
    existing: 'Choisissez un de vos identifiants.',
    existing_revoked: 'Cet identifiant vient d’être révoqué. Choisissez-en un autre, ou un nouveau.',
    find: 'Aucun de vos identifiants ne contient ce texte. Entrez-en moins, ou choisissez un nouvel identifiant.',
  },
  broken: {
    title: 'Cet ordinateur ne peut pas être connecté ainsi',
    faults: {
      unreadable: 'L’adresse de cette page est illisible.',
      repeated: 'L’adresse de cette page nomme deux fois la même chose.',
      port: 'L’adresse de cette page n’a pas de port entre 1024 et 65535.',
      state: 'Il manque l’état dans l’adresse de cette page, ou il dépasse 2048 octets.',
      challenge: 'L’adresse de cette page n’a pas de défi (code challenge) de méthode S256.',
      name: 'L’adresse de cette page a un nom de plus de 200 caractères.',
    },
    advice: 'Rien n’a changé. Revenez à GPII Manager sur l’ordinateur et recommencez de là.',
  },
};
