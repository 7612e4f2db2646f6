import { audit as auditEn } from './en/console/audit.ts';
import { care as careEn } from './en/console/care.ts';
import { claims as claimsEn } from './en/console/claims.ts';
import { continuity as continuityEn } from './en/console/continuity.ts';
import { desk as deskEn } from './en/console/desk.ts';
import { disclosure as disclosureEn } from './en/console/disclosure.ts';
import { incident as incidentEn } from './en/console/incident.ts';
import { notices as noticesEn } from './en/console/notices.ts';
import { policies as policiesEn } from './en/console/policies.ts';
import { settlement as settlementEn } from './en/console/settlement.ts';
import { shell as shellEn } from './en/console/shell.ts';
import { staff as staffEn } from './en/console/staff.ts';
import { treasury as treasuryEn } from './en/console/treasury.ts';
import { audit } from './ko/console/audit.ts';
import { care } from './ko/console/care.ts';
import { claims } from './ko/console/claims.ts';
import { continuity } from './ko/console/continuity.ts';
import { desk } from './ko/console/desk.ts';
import { disclosure } from './ko/console/disclosure.ts';
import { incident } from './ko/console/incident.ts';
import { notices } from './ko/console/notices.ts';
import { policies } from './ko/console/policies.ts';
import { settlement } from './ko/console/settlement.ts';
import { shell } from './ko/console/shell.ts';
import { staff } from './ko/console/staff.ts';
import { treasury } from './ko/console/treasury.ts';

const ko = {
  shell,
  claims,
  desk,
  care,
  settlement,
  incident,
  disclosure,
  continuity,
  notices,
  policies,
  staff,
  audit,
  treasury,
};

/** Every sentence of the console, by part. Korean is the source of the shape. */
export type ConsoleMessages = typeof ko;

const en: ConsoleMessages = {
  shell: shellEn,
  claims: claimsEn,
  desk: deskEn,
  care: careEn,
  settlement: settlementEn,
  incident: incidentEn,
  disclosure: disclosureEn,
  continuity: continuityEn,
  notices: noticesEn,
  policies: policiesEn,
  staff: staffEn,
  audit: auditEn,
  treasury: treasuryEn,
};

/** Gives the console's sentences in one language. */
export function consoleMessages(locale: 'ko' | 'en'): ConsoleMessages {
  return locale === 'ko' ? ko : en;
}
