export { cloudSettings } from './cloud-settings.ts';
