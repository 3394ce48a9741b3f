export { cloudSettings } from './config.ts';
