import type { Hono } from 'hono';
import { type Entered, takeEntry } from '../../../claims/identity/index.ts';
import type { JsonValue } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import type { Draft } from '../draft.ts';
import { loadFormOf, type OpenForm } from '../open-form.ts';
import { SavedPage } from '../pages/saved.page.tsx';
import { answerPage, loadFrame, localeOf, type PortalRequest, writeDraft } from '../request.tsx';
import { deviceOf } from './device.ts';

const toText = (answer: JsonValue): string =>
  typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : String(answer);

/** Fills in what the company knows: only what the form asks, and each answer can be changed. */
function prefill({ questionnaire }: OpenForm, entered: Entered): Record<string, string> {
  const { partyClass, name, contact, answers } = entered;
  const isKnown = questionnaire.partyClasses.some(({ code }) => code === partyClass);
  const asked = questionnaire.questions.flatMap(({ code, kind }) => {
    const answer = answers[code];
    return answer === undefined || kind === 'repeat'
      ? []
      : [[`q-${code}`, toText(answer)] as const];
  });
  return {
    ...(isKnown && partyClass !== undefined ? { 'party-class': partyClass } : {}),
    ...(name === undefined ? {} : { name }),
    ...(contact === undefined ? {} : { contact }),
    ...Object.fromEntries(asked),
  };
}

async function answerMissed(c: PortalRequest, text: string): Promise<Response> {
  const locale = localeOf(c);
  const page = (
    <SavedPage
      locale={locale}
      frame={await loadFrame(c)}
      title={claimantMessages(locale).entered.missingTitle}
      lines={[text]}
      button={{ text: portalMessages(locale).start.begin, href: `/${locale}` }}
    />
  );
  return answerPage(c, page, { status: 404 });
}

async function enter(c: PortalRequest, code: string): Promise<Response> {
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const taken = await takeEntry(ctx, { code });
  if (!taken.ok) return answerMissed(c, refusalSentence(taken.refusal, locale));
  const form = await loadFormOf(ctx, taken.value.incidentId);
  if (form === undefined) return answerMissed(c, portalMessages(locale).missing.text);
  const { account, plan, usage } = taken.value;
  const draft: Draft = {
    claimId: ctx.newId(),
    slug: form.incident.slug,
    version: form.questionnaire.version,
    answers: prefill(form, taken.value),
    device: deviceOf(c, form.incident.id),
    entered: {
      account,
      ...(plan === undefined ? {} : { plan }),
      ...(usage === undefined ? {} : { usage }),
    },
  };
  writeDraft(c, draft);
  return c.redirect(`/${locale}/report/${form.incident.slug}/begin`, 303);
}

/**
 * Adds the way in from the company's own app. Opening the address shows a button and uses nothing up:
 * what looks at a link before its reader does would otherwise take it away.
 */
export function addEnterRoutes(portal: Hono<AppEnv>): void {
  const path = '/:locale{(?:ko|en)}/enter/:code';
  portal.get(path, async (c) => {
    const locale = localeOf(c);
    const { title, text } = claimantMessages(locale).entered;
    const action = `/${locale}/enter/${encodeURIComponent(c.req.param('code'))}`;
    const page = (
      <SavedPage
        locale={locale}
        frame={await loadFrame(c)}
        title={title}
        lines={[text]}
        button={{ text: portalMessages(locale).start.begin, action }}
      />
    );
    return answerPage(c, page);
  });
  portal.post(path, (c) => enter(c, c.req.param('code')));
}
