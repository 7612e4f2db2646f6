import { auditPages } from './audit/pages.ts';
import { claimPages } from './claims/pages.ts';
import { continuityPages } from './continuity/pages.ts';
import { disclosurePages } from './disclosure/pages.ts';
import { incidentPages } from './incident/pages.ts';
import { noticePages } from './notices/pages.ts';
import type { ConsolePage } from './page.ts';
import { policyPages } from './policies/pages.ts';
import { settlementPages } from './settlement/pages.ts';
import { staffPages } from './staff/pages.ts';
import { treasuryPages } from './treasury/pages.ts';

/** Every page, in the order of the navigation. */
export const pages: readonly ConsolePage[] = [
  ...claimPages,
  ...incidentPages,
  ...noticePages,
  ...policyPages,
  ...settlementPages,
  ...treasuryPages,
  ...disclosurePages,
  ...continuityPages,
  ...staffPages,
  ...auditPages,
];
