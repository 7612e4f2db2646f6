import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type ClaimGate, type ClaimStatus, findClaimByNumber } from '../../claims/index.ts';
import { type JsonValue, parseClaimNumber, renderInstant } from '../../kernel/index.ts';
import { type AppEnv, createApi } from '../../platform/index.ts';
import type { Locale } from '../layout.tsx';
import { open311Words } from '../messages/open311.ts';
import { portalMessages } from '../messages/portal.ts';
import { refusalSentence } from '../messages/refusals.ts';
import { listForms, loadForm, loadFormOf, type OpenForm } from '../portal/open-form.ts';
import { localeOf } from '../public/answer-page.ts';
import { readOpen311Request } from './read-request.ts';
import { type Open311Format, renderOpen311, renderOpen311Errors } from './render-open311.ts';
import { defineOpen311Service, listOpen311Services } from './service-definition.ts';

type Request = HonoContext<AppEnv>;

const root = '/open311/v2';
const bodyBytesMax = 128 * 1024;
const requestNames = { root: 'service_requests', item: 'request' };

/** Finds the form that is meant: by `jurisdiction_id`, the incident's slug, or the only one. */
async function findForm(c: Request, slug: string | undefined): Promise<OpenForm | undefined> {
  const { ctx } = c.var;
  if (slug !== undefined && slug !== '') return loadForm(ctx, slug);
  const [only, ...others] = await listForms(ctx);
  return others.length === 0 ? only : undefined;
}

const isForm = (c: HonoContext): boolean =>
  /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(
    c.req.header('content-type') ?? '',
  );

const formatOf = (file: string): Open311Format => (file.endsWith('.xml') ? 'xml' : 'json');

/**
 * Says where the interface is: at the configured address, since what a request claims to ask for is
 * anybody's word.
 */
function answerDiscovery(
  c: Request,
  { format, publicUrl }: { format: Open311Format; publicUrl: string | undefined },
): Response {
  const locale = localeOf(c);
  const origin = publicUrl ?? new URL(c.req.url).origin;
  return renderOpen311(
    {
      changeset: '2026-11-28',
      contact: open311Words(locale).contact,
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: `${origin}${root}`,
          changeset: '2026-11-28',
          type: 'production',
          formats: ['application/json', 'text/xml'],
        },
      ],
    },
    { format, names: { root: 'discovery' } },
  );
}

async function answerServices(c: Request, format: Open311Format): Promise<Response> {
  const locale = localeOf(c);
  const form = await findForm(c, c.req.query('jurisdiction_id'));
  if (form === undefined) {
    return renderOpen311Errors([open311Words(locale).jurisdiction], { format, status: 404 });
  }
  const group = form.incident.titles[locale];
  const services = listOpen311Services(form.questionnaire, { locale, group });
  return renderOpen311(services, { format, names: { root: 'services', item: 'service' } });
}

async function answerDefinition(c: Request, file: string): Promise<Response> {
  const format = formatOf(file);
  const locale = localeOf(c);
  const form = await findForm(c, c.req.query('jurisdiction_id'));
  const service = file.replace(/\.(?:json|xml)$/, '');
  const definition = form && defineOpen311Service(form.questionnaire, { service, locale });
  if (definition === undefined) {
    const words = open311Words(locale);
    const said = form === undefined ? words.jurisdiction : words.service;
    return renderOpen311Errors([said], { format, status: 404 });
  }
  return renderOpen311(definition, { format, names: { root: 'service_definition' } });
}

function renderRequest(
  status: ClaimStatus,
  { form, locale }: { form: OpenForm | undefined; locale: Locale },
): JsonValue {
  const { sorting, stages, decision, claimNumber, state } = status;
  const service = form?.questionnaire.services.find(({ code }) => code === sorting.service);
  const { outcomes } = portalMessages(locale).status;
  const isClosed = decision !== undefined && (state === 'approved' || state === 'closed');
  const lastAt = stages.at(-1)?.at ?? status.submittedAt;
  return {
    service_request_id: claimNumber,
    status: isClosed ? 'closed' : 'open',
    status_notes: isClosed ? (outcomes[decision.outcome] ?? '') : '',
    service_name: service?.[locale] ?? sorting.service,
    service_code: sorting.service,
    requested_datetime: renderInstant(status.submittedAt),
    updated_datetime: renderInstant(lastAt),
  };
}

/** Gives one claim to whoever shows the account_id of its filing; its number alone shows nothing. */
async function answerRequest(c: Request, file: string): Promise<Response> {
  const format = formatOf(file);
  const locale = localeOf(c);
  const number = parseClaimNumber(file.replace(/\.(?:json|xml)$/, ''));
  const token = c.req.query('account_id') ?? '';
  const { ctx } = c.var;
  const found = number === undefined ? undefined : await findClaimByNumber(ctx, { number, token });
  if (found === undefined || !found.ok) {
    return renderOpen311Errors([open311Words(locale).request], { format, status: 404 });
  }
  const form = await loadFormOf(ctx, found.value.incidentId);
  const request = renderRequest(found.value, { form, locale });
  return renderOpen311([request], { format, names: requestNames });
}

async function fileRequest(c: Request, gate: ClaimGate, format: Open311Format): Promise<Response> {
  const locale = localeOf(c);
  const words = open311Words(locale);
  const sent = isForm(c) ? await c.req.formData().catch(() => undefined) : undefined;
  if (sent === undefined) return renderOpen311Errors([words.form], { format, status: 415 });
  const slug = sent.get('jurisdiction_id');
  const form = await findForm(c, typeof slug === 'string' ? slug : undefined);
  if (form === undefined) {
    return renderOpen311Errors([words.jurisdiction], { format, status: 404 });
  }
  const { ctx } = c.var;
  const read = readOpen311Request(sent, { ctx, form, locale });
  if ('problems' in read) return renderOpen311Errors(read.problems, { format, status: 400 });
  const filed = await gate.file(ctx, read.input);
  if (!filed.ok) {
    return renderOpen311Errors([refusalSentence(filed.refusal, locale)], { format, status: 400 });
  }
  if (filed.value.kind === 'ticket') {
    const { ticket } = filed.value;
    const notice = words.ticketed(ticket.issuedAt, ticket.claimId);
    const answer = [{ token: ticket.claimId, service_notice: notice }];
    return renderOpen311(answer, { format, status: 202, names: requestNames });
  }
  const { claimNumber, token } = filed.value.submission;
  const answer = [
    { service_request_id: claimNumber, service_notice: words.filed, account_id: token },
  ];
  return renderOpen311(answer, { format, status: 201, names: requestNames });
}

/**
 * Serves claims to programs that speak Open311 GeoReport v2: which services there are, what is asked
 * about each, filing, and how far one's own claim is. What others filed is listed for nobody: figures
 * are at `/public/SLUG/claims.csv`.
 *
 * @param options.publicUrl where people reach this site, if the operator said so; without a slash
 *   at the end
 * @source Open311 GeoReport v2
 */
export function open311Routes(options: {
  gate: ClaimGate;
  publicUrl?: string;
}): OpenAPIHono<AppEnv> {
  const app = createApi();
  const { publicUrl } = options;
  for (const format of ['json', 'xml'] as const) {
    app.get(`${root}/discovery.${format}`, (c) => answerDiscovery(c, { format, publicUrl }));
    app.get(`${root}/services.${format}`, (c) => answerServices(c, format));
    app.get(`${root}/requests.${format}`, (c) =>
      renderOpen311Errors([open311Words(localeOf(c)).list], { format, status: 403 }),
    );
    const onError = (c: HonoContext): Response =>
      renderOpen311Errors([open311Words(localeOf(c as Request)).tooLarge], { format, status: 413 });
    const limit = bodyLimit({ maxSize: bodyBytesMax, onError });
    app.post(
      `${root}/requests.${format}`,
      // A JSON body was read already, and is answered as the wrong form.
      (c, next) => (isForm(c) ? limit(c, next) : next()),
      (c) => fileRequest(c, options.gate, format),
    );
  }
  app.get(`${root}/services/:file{.+\\.(?:json|xml)}`, (c) =>
    answerDefinition(c, c.req.param('file')),
  );
  app.get(`${root}/requests/:file{.+\\.(?:json|xml)}`, (c) =>
    answerRequest(c, c.req.param('file')),
  );
  return app;
}
