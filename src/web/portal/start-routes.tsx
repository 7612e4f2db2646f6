import type { Hono } from 'hono';
import { renderLocal } from '../../kernel/index.ts';
import type { AppEnv } from '../../platform/index.ts';
import type { SummaryRow } from '../components/summary-list/summary-list.tsx';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import { listForms, loadForm, type OpenForm } from './open-form.ts';
import { ChoosePage, StartPage } from './pages/start.page.tsx';
import { answerMissing, answerPage, frameOf, localeOf, type PortalRequest } from './request.tsx';

// The first page is the same for everybody, so that a cache can serve a rush.
const firstPageCache = 'public, max-age=30';

function factsOf(form: OpenForm, locale: Locale): readonly SummaryRow[] {
  const { incident, questionnaire } = form;
  const words = portalMessages(locale).start;
  const at = (instant: OpenForm['incident']['openedAt']): string =>
    renderLocal(instant, { zone: incident.zone, locale });
  const restored = incident.restoredAt === undefined ? words.ongoing : at(incident.restoredAt);
  return [
    { term: words.outageFrom, value: at(incident.openedAt) },
    { term: words.outageUntil, value: restored },
    { term: words.deadline, value: words.deadlineValue(at(questionnaire.closesAt)) },
    { term: words.duration, value: words.durationValue },
  ];
}

function answerStart(c: PortalRequest, form: OpenForm): Response {
  const locale = localeOf(c);
  const { now } = c.get('ctx');
  const { opensAt, closesAt } = form.questionnaire;
  const page = (
    <StartPage
      locale={locale}
      frame={frameOf(c, form)}
      incidentTitle={form.incident.titles[locale]}
      facts={factsOf(form, locale)}
      beginHref={`/${locale}/report/${form.incident.slug}/begin`}
      isOpen={now >= opensAt && now < closesAt}
    />
  );
  return answerPage(c, page, { cacheControl: firstPageCache });
}

/** Adds the start page: of the one outage there is, or a choice of outages. */
export function addStartRoutes(portal: Hono<AppEnv>): void {
  portal.get('/:locale{(?:ko|en)}', async (c) => {
    const locale = localeOf(c);
    const forms = await listForms(c.get('ctx'));
    const [only] = forms;
    if (only !== undefined && forms.length === 1) return answerStart(c, only);
    const incidents = forms.map(({ incident }) => ({
      title: incident.titles[locale],
      href: `/${locale}/report/${incident.slug}`,
    }));
    const page = <ChoosePage locale={locale} frame={frameOf(c)} incidents={incidents} />;
    return answerPage(c, page, { cacheControl: firstPageCache });
  });

  portal.get('/:locale{(?:ko|en)}/report/:slug', async (c) => {
    const form = await loadForm(c.get('ctx'), c.req.param('slug'));
    return form === undefined ? answerMissing(c) : answerStart(c, form);
  });
}
