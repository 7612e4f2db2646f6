import { serveThread } from '../../../platform/beside/index.ts';
import { workOnPolicy } from './policy-work.ts';

// The thread that reads policy texts; `examine-beside.ts` says what it is sent.

serveThread(workOnPolicy);
