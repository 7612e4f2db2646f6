import { serveThread } from '../../../platform/beside/index.ts';
import { workOnSales } from './sales-work.ts';

// The thread that reads sales files; `read-beside.ts` says what it is sent.

serveThread(workOnSales);
