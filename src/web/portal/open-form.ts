import { loadQuestionnaire, type Questionnaire } from '../../claims/index.ts';
import { listPoliciesInForce } from '../../claims/policies/index.ts';
import {
  type Incident,
  listIncidents,
  loadIncident,
  loadIncidentBySlug,
} from '../../incident/index.ts';
import { type Instant, renderLocal } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import type { Reading } from './parse-answer.ts';
import { remembering } from './remember.ts';

/** An incident with the newest version of its questionnaire. */
export interface OpenForm {
  readonly incident: Incident;
  readonly questionnaire: Questionnaire;
}

/**
 * Loads the form of an incident by its slug, the newest or a named version; undefined when there is
 * none. While the database is away it is the form as it was known last, so that filing goes on.
 */
export function loadForm(
  ctx: Context,
  slug: string,
  asked: { readonly version?: number } = {},
): Promise<OpenForm | undefined> {
  return remembering(ctx, `form ${slug} ${asked.version ?? ''}`, () =>
    ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, slug);
      if (incident === undefined) return undefined;
      const published = await loadQuestionnaire(tx, { incidentId: incident.id, ...asked });
      return published === undefined
        ? undefined
        : { incident, questionnaire: published.questionnaire };
    }),
  );
}

/**
 * Loads the form a draft goes on under: the version it was begun with while that takes claims,
 * otherwise the newest. So a new version breaks no draft, and a later deadline reaches every one.
 */
export async function loadDraftForm(
  ctx: Context,
  draft: { readonly slug: string; readonly version: number },
): Promise<OpenForm | undefined> {
  const own = await loadForm(ctx, draft.slug, { version: draft.version });
  const isOpen = own !== undefined && ctx.now < own.questionnaire.closesAt;
  return isOpen ? own : loadForm(ctx, draft.slug);
}

/** Loads the form of an incident by its id; undefined when there is none. */
export function loadFormOf(ctx: Context, incidentId: string): Promise<OpenForm | undefined> {
  return ctx.read(async (tx) => {
    const incident = await loadIncident(tx, incidentId);
    const published = await loadQuestionnaire(tx, { incidentId });
    if (incident === undefined || published === undefined) return undefined;
    return { incident, questionnaire: published.questionnaire };
  });
}

/** Lists every incident that has a questionnaire, the latest first; as known last, like loadForm. */
export function listForms(ctx: Context): Promise<readonly OpenForm[]> {
  return remembering(ctx, 'forms', () =>
    ctx.read(async (tx) => {
      const forms: OpenForm[] = [];
      for (const incident of await listIncidents(tx)) {
        const published = await loadQuestionnaire(tx, { incidentId: incident.id });
        if (published === undefined) continue;
        forms.push({ incident, questionnaire: published.questionnaire });
      }
      return forms;
    }),
  );
}

/** Gives the titles of the named policies as they are in force now. */
export function listPolicyTitles(
  ctx: Context,
  asked: { incidentId: string; policyIds: readonly string[]; locale: Locale },
): Promise<readonly string[]> {
  const { incidentId, policyIds, locale } = asked;
  return remembering(ctx, `policies ${incidentId} ${locale} ${policyIds.join()}`, () =>
    ctx.read(async (tx) => {
      const inForce = await listPoliciesInForce(tx, { incidentId, at: ctx.now });
      return asked.policyIds.flatMap((policyId) => {
        const policy = inForce.find((one) => one.policyId === policyId);
        if (policy === undefined) return [];
        return [asked.locale === 'ko' ? policy.titleKo : policy.titleEn];
      });
    }),
  );
}

/** Gives what reading an answer needs to know of the form. */
export function readingOf(form: OpenForm, options: { ctx: Context; locale: Locale }): Reading {
  return {
    locale: options.locale,
    zone: form.incident.zone,
    currency: form.questionnaire.currency,
    now: options.ctx.now,
  };
}

/** Gives the unit behind an amount: 원 in Korean, the currency's code otherwise. */
export function unitOf(currency: string, locale: Locale): string {
  return currency === 'KRW' ? portalMessages(locale).form.won : currency;
}

/** Gives the name of a zone for people: a well-known abbreviation, or the IANA name. */
export function zoneNameOf(zone: string, locale: Locale): string {
  if (zone !== 'Asia/Seoul') return zone;
  return portalMessages(locale).form.seoulTime;
}

/** Says when the outage was, to whoever is asked when they were hurt: a calendar opens on today. */
export function outageTextOf(incident: Incident, locale: Locale): string {
  const words = portalMessages(locale).form;
  const at = (instant: Instant): string => renderLocal(instant, { zone: incident.zone, locale });
  const { openedAt, restoredAt } = incident;
  return restoredAt === undefined
    ? words.outageSince(at(openedAt))
    : words.outageSpan(at(openedAt), at(restoredAt));
}
