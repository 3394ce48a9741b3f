import type { history as en } from '../en/history.ts';

const named = (name: string): string => (name === '' ? '' : ` « ${name} »`);
const because = (reason: string): string => (reason === '' ? '' : ` Raison : ${reason}`);
const times = (tries: number): string => (tries === 1 ? '' : `, ${tries} essais`);

const KINDS: Readonly<Record<string, string>> = {
  too_many_failures: 'de secrets erronés',
  too_many_failures_from_address: 'd’essais erronés depuis une adresse',
  too_many_sign_in_failures: 'de mots de passe erronés',
  too_many_unknown_gpii_tokens: 'de clés GPII inconnues',
};

/** History, in French. */
export const history: typeof en = {
  title: 'Historique',
  titleOf: (name) => `Historique de « ${name} »`,
  lead: 'Ce qui a été fait dans votre compte et avec vos identifiants. Rien ici ne peut être modifié ni effacé.',
  order: 'Le plus récent d’abord. Les heures sont en UTC.',
  empty: 'Rien n’a encore été noté.',
  gathering: 'Les événements plus anciens sont en train d’être classés. Rechargez cette page dans une minute.',
  refused: 'Refusé :',
  by: (who) => `Par : ${who}`,
  byFrom: (who, address) => `Par : ${who}, depuis ${address}`,
  since: (moment) => `(depuis le ${moment})`,
  older: 'Événements plus anciens',
  newest: 'Événements récents',
  download: 'Télécharger en CSV',
  columns: ['Heure', 'Qui', 'Quoi', 'Identifiant', 'Depuis l’adresse', 'Requête'],
  who: {
    you: 'vous',
    operator: 'l’opérateur du nuage GPII',
    client: 'GPII Manager, avec l’identifiant lui-même',
    enrolled: 'un ordinateur qui s’est inscrit',
    import: 'l’opérateur du nuage GPII, par une importation',
    unproven: 'quelqu’un qui n’a pas prouvé son identité',
  },
  other: (action) => action.replaceAll('_', ' '),
  actions: {
    account_created: () => 'Compte créé',
    account_disabled: () => 'Compte fermé',
    account_signed_in: () => 'Connexion',
    sign_in_refused: ({ tries }) => `mot de passe erroné${times(tries)}`,
    refused_burst: ({ name, kind, tries }) => `trop ${KINDS[kind] ?? 'd’essais erronés'}${named(name)}${times(tries)}`,
    consent_given: ({ name }) => `Partage des préférences autorisé :${named(name)}`,
    consent_taken_back: ({ name }) => `Partage des préférences retiré :${named(name)}`,
    credential_created: ({ name }) => `Identifiant créé :${named(name)}`,
    credential_edited: ({ name, oldName }) =>
      oldName === '' || oldName === name
        ? `Identifiant modifié :${named(name)}`
        : `Identifiant modifié :${named(name)}, avant :${named(oldName)}`,
    credential_revoked: ({ name, reason }) => `Identifiant révoqué :${named(name)}.${because(reason)}`,
    enrolment_key_created: ({ label, name }) => `Clé d’inscription créée${named(label)} pour${named(name)}`,
    enrolment_key_revoked: ({ reason }) => `Clé d’inscription arrêtée.${because(reason)}`,
    gpii_token_added: () => 'Clé GPII ajoutée',
    gpii_token_linked: ({ label }) => `Clé GPII liée${named(label)}`,
    gpii_token_unlinked: ({ label }) => `Clé GPII retirée du compte${named(label)}`,
    gpii_token_revoked: () => 'Clé GPII arrêtée',
    secret_handed_out: ({ label, origin, name }) => `Nouveau secret${named(label)} pour${named(name)}. ${origin}`,
    secret_rotated: ({ label, name }) => `Nouveau secret${named(label)} à la place d’un ancien, pour${named(name)}`,
    secret_ended: ({ name, end }) => `Un secret de${named(name)} fonctionne jusqu’au ${end}`,
    secret_revoked: ({ name, reason }) => `Un secret de${named(name)} a été arrêté.${because(reason)}`,
    account_renamed: () => 'Nom du compte changé',
    registration_asked: () => 'Quelqu’un a voulu créer un compte avec cette adresse',
    new_password_asked: () => 'Un lien vers un nouveau mot de passe a été demandé',
    password_changed: () => 'Mot de passe changé ; les autres navigateurs ont été déconnectés',
    session_ended: () => 'Un navigateur a été déconnecté',
    hand_over_declined: () => 'Un ordinateur qui demandait un identifiant a été refusé',
    preferences_saved: () => 'Préférences enregistrées',
    hand_over_approved: ({ name }) => `Un ordinateur a reçu${named(name)} par le navigateur`,
  },
};
