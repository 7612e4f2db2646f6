export { type Denial, loadDenial } from './denial-queries.ts';
