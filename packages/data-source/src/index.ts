export * from './data-source.ts';
