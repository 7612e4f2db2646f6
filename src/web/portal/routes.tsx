import { type ClaimGate, type HelpContact, openClaimGate } from '../../claims/index.ts';
import { createApi, PlatformError } from '../../platform/index.ts';
import { portalMessages } from '../messages/portal.ts';
import { addEvidenceRoutes } from './evidence/evidence-routes.tsx';
import { guardForms } from './evidence/guard-form.tsx';
import { addFilingRoutes } from './filing-routes.tsx';
import { MissingPage } from './pages/missing.page.tsx';
import { addPayeeRoutes } from './payee/payee-routes.tsx';
import { addQuestionRoutes } from './question-routes.tsx';
import { answerMissing, answerPage, frameOf, localeOf, type PortalRequest } from './request.tsx';
import { addCodeRoutes } from './saving/code-routes.tsx';
import { addEnterRoutes } from './saving/enter-routes.tsx';
import { addOwnRoutes } from './saving/own-routes.tsx';
import { addSaveRoutes } from './saving/save-routes.tsx';
import { addStartRoutes } from './start-routes.tsx';
import { addStatusRoutes } from './status-routes.tsx';

type Portal = ReturnType<typeof createApi>;

function answerFault(c: PortalRequest, error: unknown): Response {
  const ctx = c.get('ctx');
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  ctx.log.error({ requestId: ctx.requestId, message }, 'portal page failed');
  const locale = localeOf(c);
  const words = portalMessages(locale).fault;
  const lines = [words.text, words.reference(ctx.requestId)];
  const isPassing = error instanceof PlatformError && error.retryable;
  if (isPassing) c.header('retry-after', '2');
  const page = (
    <MissingPage locale={locale} title={words.title} lines={lines} help={frameOf(c).help} />
  );
  return answerPage(c, page, { status: isPassing ? 503 : 500 });
}

/**
 * Gives the pages a claimant uses, under /ko and /en: start, questions, check, receipt, status.
 *
 * They need no script and no sign-in. Nothing of a claim is stored before it is filed: what was
 * written travels in an encrypted cookie of the claimant's own browser.
 *
 * @param options.help where claimants can turn when an incident's questionnaire names nobody
 * @param options.publicUrl where people reach this site, if the operator said so
 * @param options.gate the process's one way of filing claims, so that a rush shares its commits
 */
export function portalRoutes(
  options: { gate?: ClaimGate; help?: HelpContact; publicUrl?: string } = {},
): Portal {
  const portal = createApi();
  const gate = options.gate ?? openClaimGate();
  portal.onError((error, c) => answerFault(c, error));
  portal.use('/:locale{(?:ko|en)}/*', async (c, next) => {
    c.set('help', options.help);
    c.set('publicUrl', options.publicUrl);
    await next();
  });
  portal.use('/:locale{(?:ko|en)}/*', guardForms());
  addStartRoutes(portal);
  addFilingRoutes(portal, gate);
  addQuestionRoutes(portal);
  addEvidenceRoutes(portal);
  addSaveRoutes(portal);
  addOwnRoutes(portal);
  addCodeRoutes(portal);
  addEnterRoutes(portal);
  addStatusRoutes(portal);
  addPayeeRoutes(portal);
  // Whoever mistypes an address gets a page and a way on; files of programs are not looked for here.
  portal.get('/:locale{(?:ko|en)}/*', (c) => answerMissing(c));
  return portal;
}
