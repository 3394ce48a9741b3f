import type { enrolment as en } from '../en/enrolment.ts';

/** Enrolment keys, in French. */
export const enrolment: typeof en = {
  title: 'Clés d’inscription',
  lead:
    'Une clé d’inscription va dans une image disque à la place d’un secret. Chaque ordinateur qui démarre de cette image ' +
    'obtient avec elle un secret à lui, une seule fois, à son premier démarrage.',
  make: 'Créer une clé d’inscription',
  empty:
    'Vous n’avez pas encore de clé d’inscription. Pour un seul ordinateur, il n’en faut pas : GPII Manager y ouvre ce site de lui-même.',
  noCredentials: 'Créez d’abord un identifiant pour applications GPII : c’est à lui que les ordinateurs s’inscrivent.',
  toCredentials: 'Voir vos identifiants',
  caption: (count) => (count <= 1 ? `${count} clé d’inscription` : `${count} clés d’inscription`),
  columns: {
    label: 'Nom',
    credential: 'Pour l’identifiant',
    state: 'État',
    uses: 'Usages restants',
    ends: 'Valable jusqu’au',
  },
  noName: 'Sans nom',
  states: { good: 'Valable', usedUp: 'Épuisée', over: 'Expirée', revoked: (day) => `Arrêtée – ${day}` },
  usesLeft: (left, all) => `${left} sur ${all}`,
  new: {
    title: 'Créer une clé d’inscription',
    credential: 'Les ordinateurs s’inscrivent à l’identifiant',
    credentialHint: 'Chacun en reçoit son propre secret.',
    choose: 'Choisissez un identifiant',
    label: 'Nom de la clé',
    labelHint: 'Pour la reconnaître, par exemple : image de la salle de lecture, printemps.',
    uses: 'Combien d’ordinateurs peuvent s’inscrire',
    ends: 'Dernier jour où ils le peuvent',
    endsHint: 'Le jour finit à minuit UTC. Les ordinateurs inscrits le restent.',
    submit: 'Créer la clé d’inscription',
    problems: {
      credential: 'Choisissez l’identifiant auquel les ordinateurs s’inscrivent.',
      label_missing: 'Entrez un nom pour la clé.',
      label_too_long: 'Entrez un nom de 200 caractères au plus.',
      uses: (most) => `Entrez un nombre d’ordinateurs entre 1 et ${most}.`,
      ends: 'Entrez un jour entre aujourd’hui et dans cinq ans.',
    },
  },
  made: {
    title: 'Votre clé d’inscription',
    once: 'Copiez-la maintenant. Elle n’est montrée que cette fois et n’est gardée nulle part.',
    key: 'Clé d’inscription',
    next: 'Et maintenant',
    steps: [
      'Mettez-la dans un fichier de l’image disque, indiqué à l’installateur GPII comme fichier de clé d’inscription.',
      'Démarrez des ordinateurs de l’image : chacun s’inscrit de lui-même et apparaît ici sous la clé.',
      'Une clé tombée en de mauvaises mains peut être arrêtée à tout moment.',
    ],
    done: 'Je l’ai gardée',
  },
  one: {
    back: 'Clés d’inscription',
    facts: {
      credential: 'Identifiant',
      state: 'État',
      uses: 'Usages restants',
      made: 'Créée',
      ends: 'Valable jusqu’au',
    },
    computers: 'Ordinateurs inscrits avec elle',
    nobody: 'Aucun ordinateur ne s’est encore inscrit avec cette clé.',
    caption: (count) => (count <= 1 ? `${count} ordinateur` : `${count} ordinateurs`),
    columns: { label: 'Ordinateur', state: 'Secret', enrolled: 'Inscrit', used: 'Dernier usage' },
    states: { good: 'Valable', never: 'Jamais utilisé', ended: 'Arrêté' },
    cloned: 'Peut-être cloné',
    never: 'Jamais',
    end: 'Arrêter cette clé',
  },
  end: {
    title: (label) => `Arrêter la clé d’inscription « ${label} » ?`,
    stops: (left) =>
      left === 1
        ? 'Un ordinateur pouvait encore s’inscrire avec elle ; il sera refusé.'
        : `${left} ordinateurs pouvaient encore s’inscrire avec elle ; ils seront refusés.`,
    stays: (count) =>
      count === 0
        ? 'Aucun ordinateur ne s’est inscrit avec elle.'
        : `Les ordinateurs déjà inscrits restent connectés : ${count}. Pour en arrêter un, arrêtez son secret.`,
    forGood: 'Cela ne peut pas être annulé.',
    reason: 'Raison',
    reasonHint: 'Pour l’historique, par exemple : image remplacée.',
    submit: 'Arrêter cette clé d’inscription',
    keep: 'La garder',
    reasonTooLong: 'Entrez une raison de 1000 caractères au plus.',
  },
  done: { ended: 'La clé d’inscription est arrêtée. Plus aucun ordinateur ne peut s’inscrire avec elle.' },
};
