import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import {
  type Channel,
  type Choice,
  changeSubscription,
  channels,
  loadSubscription,
  maskContact,
  type StoredSubscriber,
  subscribe,
  type Topic,
  topics,
} from '../../../disclosure/notices/index.ts';
import { listIncidents } from '../../../incident/index.ts';
import { type AppEnv, createApi, limitBody } from '../../../platform/index.ts';
import { noticeWordsOf } from '../../messages/notices.ts';
import { answerPage, localeOf, readFields } from '../answer-page.ts';
import { openAskingLimit } from './asking-limit.ts';
import {
  AskedPage,
  type ChoosableComponent,
  EndedPage,
  SubscribePage,
  SubscriptionPage,
} from './subscribe.page.tsx';

type Request = HonoContext<AppEnv>;

const formBytesMax = 50_000;
const componentsMax = 500;

async function listComponents(c: Request): Promise<readonly ChoosableComponent[]> {
  const locale = localeOf(c);
  const incidents = await c.var.ctx.read(listIncidents);
  const named = new Map<string, string>();
  for (const { service, function: name, titles } of incidents.flatMap((one) => one.functions)) {
    const id = `${service}.${name}`;
    if (!named.has(id)) named.set(id, titles[locale]);
  }
  return [...named].map(([id, name]) => ({ id, name }));
}

interface Typed {
  readonly channel: Channel;
  readonly contact: string;
  readonly topics: readonly Topic[];
  readonly components: readonly string[];
  readonly act: string;
}

const unwritten: Typed = { channel: 'mail', contact: '', topics: [], components: [], act: '' };

const strings = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

/** Reads a form; undefined when it broke on the way. One that is none has no fields. */
async function readForm(c: Request): Promise<Typed | undefined> {
  const form = await readFields(c);
  if (form === undefined) return undefined;
  const [channel] = strings(form.channel);
  const asked = strings(form.topics);
  return {
    channel: channels.find((known) => known === channel) ?? 'mail',
    contact: (strings(form.contact)[0] ?? '').slice(0, 1_200),
    topics: topics.filter((topic) => asked.includes(topic)),
    components: strings(form.components).slice(0, componentsMax),
    act: strings(form.do)[0] ?? '',
  };
}

/** What nobody may keep: pages that a token opens. */
function keepSecret(c: Request): void {
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-robots-tag', 'noindex');
}

async function answerSubscription(
  c: Request,
  shown: { token: string; subscriber: StoredSubscriber; done?: 'confirm' | 'choose' },
): Promise<Response> {
  const { token, subscriber, done } = shown;
  const locale = localeOf(c);
  const contact = subscriber.reach?.contact;
  if (contact === undefined)
    return answerPage(c, <EndedPage locale={locale} isLeft={false} />, 404);
  return answerPage(
    c,
    <SubscriptionPage
      locale={locale}
      token={token}
      contact={maskContact(subscriber.channel, contact)}
      subscriber={subscriber}
      components={await listComponents(c)}
      done={done}
    />,
  );
}

async function leave(c: Request, token: string): Promise<Response> {
  const outcome = await changeSubscription(c.var.ctx, token, { kind: 'leave' });
  const page = <EndedPage locale={localeOf(c)} isLeft={outcome.ok} />;
  return answerPage(c, page, outcome.ok ? 200 : 404);
}

async function change(c: Request, token: string, typed: Typed): Promise<Response> {
  if (typed.act === 'leave') return leave(c, token);
  const choice: Choice = {
    locale: localeOf(c),
    topics: typed.topics.length === 0 ? [...topics] : typed.topics,
    components: typed.components,
  };
  const kind = typed.act === 'choose' ? 'choose' : 'confirm';
  const { ctx } = c.var;
  const changed = await changeSubscription(
    ctx,
    token,
    kind === 'choose' ? { kind, choice } : { kind },
  );
  const now = changed.ok ? await loadSubscription(ctx, token) : changed;
  if (!now.ok) return answerPage(c, <EndedPage locale={localeOf(c)} isLeft={false} />, 404);
  return answerSubscription(c, { token, subscriber: now.value, done: kind });
}

function addAskingRoutes(app: OpenAPIHono<AppEnv>, publicUrl: string): void {
  const decideAsking = openAskingLimit();
  app.get('/public/subscribe', async (c) =>
    answerPage(c, <SubscribePage locale={localeOf(c)} components={await listComponents(c)} />),
  );
  app.post('/public/subscribe', limitBody(formBytesMax), async (c) => {
    const { act: _, ...typed } = (await readForm(c)) ?? unwritten;
    const locale = localeOf(c);
    const request = { ...typed, locale, wordsOf: noticeWordsOf, publicUrl };
    const { ctx } = c.var;
    const asking = decideAsking({ address: ctx.address, now: ctx.now });
    const outcome = asking.ok ? await subscribe(ctx, request) : asking;
    if (outcome.ok) return answerPage(c, <AskedPage locale={locale} />);
    const components = await listComponents(c);
    const { refusal } = outcome;
    return answerPage(
      c,
      <SubscribePage locale={locale} components={components} typed={typed} refusal={refusal} />,
      422,
    );
  });
}

/**
 * Gives the pages on which anybody asks to be told of outages, confirms it, changes it and ends it;
 * none needs a script. Ending takes one POST without anything else, as mail programs send it.
 *
 * @source RFC 8058, section 3.2
 */
export function subscriptionRoutes(site: { readonly publicUrl: string }): OpenAPIHono<AppEnv> {
  const app = createApi();
  addAskingRoutes(app, site.publicUrl);
  app.get('/public/subscription/:token', async (c) => {
    keepSecret(c);
    const token = c.req.param('token');
    const found = await loadSubscription(c.var.ctx, token);
    if (!found.ok) return answerPage(c, <EndedPage locale={localeOf(c)} isLeft={false} />, 404);
    return answerSubscription(c, { token, subscriber: found.value });
  });
  app.post('/public/subscription/:token', limitBody(formBytesMax), async (c) => {
    keepSecret(c);
    const form = await readForm(c);
    // Nothing is changed by what cannot be read; the page is shown again.
    if (form === undefined) return c.redirect(c.req.path, 303);
    return change(c, c.req.param('token'), form);
  });
  app.get('/public/subscription/:token/leave', (c) =>
    c.redirect(`/public/subscription/${encodeURIComponent(c.req.param('token'))}`, 303),
  );
  app.post('/public/subscription/:token/leave', limitBody(formBytesMax), (c) => {
    keepSecret(c);
    return leave(c, c.req.param('token'));
  });
  return app;
}
