export { managerSettings, type ManagerSettings } from './config.ts';
export { parseCredential } from './credential/parse-credential.ts';
export { saveCredential, forgetCredential } from './credential/save-credential.ts';
