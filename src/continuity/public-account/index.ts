export { loadPublicAccount } from './load-account-queries.ts';
