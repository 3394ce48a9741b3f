import type { accounts as en } from '../en/accounts.ts';

/** Creating an account, signing in, the account itself, in French. */
export const accounts: typeof en = {
  signIn: {
    title: 'Se connecter',
    email: 'Adresse de courriel',
    password: 'Mot de passe',
    submit: 'Se connecter',
    refused: 'L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.',
    register: 'Créer un compte',
    forgotten: 'J’ai oublié mon mot de passe',
  },
};
