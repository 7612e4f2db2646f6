import { type HelpContact, publishQuestionnaire } from '../../src/claims/index.ts';
import { openIncident } from '../../src/incident/index.ts';
import { assert, type Instant, type JsonValue, parseInstant } from '../../src/kernel/index.ts';
import {
  createApp,
  type Log,
  type Message,
  type Outside,
  openGuardedPost,
  type Platform,
  type Scan,
  sql,
} from '../../src/platform/index.ts';
import { exampleQuestionnaire } from '../../src/web/portal/portal.examples.ts';
import { portalRoutes } from '../../src/web/portal/routes.tsx';
import { openPlainBrowser, type PlainBrowser } from './plain-browser.ts';
import { claimantContext, openTestPlatform, staffContext } from './platform.ts';

function at(text: string): Instant {
  const instant = parseInstant(text);
  assert(instant !== undefined, 'test: an instant', { text });
  return instant;
}

/** A portal in this process, with one incident, a clock that can be set, and a courier that keeps. */
export interface PortalBench {
  readonly platform: Platform;
  readonly incidentId: string;
  /** what the courier was given to send, in order */
  readonly sent: Message[];
  scan: Scan | undefined;
  now: Instant;
  /** the network address that requests come from */
  address: string | undefined;
  openBrowser(): PlainBrowser;
  publish(questionnaire: JsonValue): Promise<void>;
  /** the six digits of the last message */
  lastDigits(): string;
}

/** Opens a portal on a database of its own. */
export async function openPortalBench(
  options: {
    outside?: Partial<Outside>;
    questionnaire?: JsonValue;
    log?: Log;
    /** where people can turn when the questionnaire names nobody */
    help?: HelpContact;
    /** where people reach the site */
    publicUrl?: string;
    /** hears every address that is asked for, and every one an answer leads to */
    heard?: (address: string) => void;
  } = {},
): Promise<PortalBench> {
  const now = at('2022-10-20T09:00:00+09:00');
  const sent: Message[] = [];
  const courier = {
    isTrial: false,
    reaches: (to: string) => to.includes('@'),
    send: async (message: Message) => {
      sent.push(message);
    },
  };
  const state: { scan: Scan | undefined; now: Instant; address: string | undefined } = {
    ...{ scan: undefined, now, address: undefined },
  };
  const outside: Outside = {
    courier,
    post: openGuardedPost(),
    ...options.outside,
    get scan() {
      return state.scan as Scan;
    },
  };
  const opened = await openTestPlatform({ now, outside });
  const platform = options.log === undefined ? opened : { ...opened, log: options.log };
  const investigator = staffContext(platform, 'investigator', { now });
  const incident = await openIncident(investigator, {
    id: investigator.newId(),
    slug: 'example',
    titles: { ko: '2022년 10월 서비스 장애', en: 'Outage of October 2022' },
    zone: 'Asia/Seoul',
    openedAt: at('2022-10-15T15:30:00+09:00'),
    parties: [{ code: 'company', titles: { ko: '회사', en: 'Company' } }],
    functions: [
      { service: 'talk', function: 'send', titles: { ko: '메시지 전송', en: 'Sending messages' } },
    ],
    sources: [],
  });
  assert(incident.ok, 'test: the incident opens', incident);
  const { rows } = await sql<{ id: string }>`select id from incident.incident`.execute(platform.db);
  const incidentId = rows[0]?.id ?? '';
  const publish = async (questionnaire: JsonValue): Promise<void> => {
    const published = await publishQuestionnaire(investigator, { incidentId, questionnaire });
    assert(published.ok, 'test: the questionnaire is published', published);
  };
  await publish(options.questionnaire ?? exampleQuestionnaire);
  const app = createApp({
    log: platform.log,
    contextOf: async () => {
      const { now: at, address } = state;
      return claimantContext(platform, {
        now: at,
        ...(address === undefined ? {} : { address }),
      });
    },
    routers: [
      {
        path: '/',
        router: portalRoutes({
          ...(options.help === undefined ? {} : { help: options.help }),
          ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
        }),
      },
    ],
  });
  const asked = {
    async request(path: string, init?: RequestInit): Promise<Response> {
      options.heard?.(path);
      const response = await app.request(path, init);
      options.heard?.(response.headers.get('location') ?? '');
      return response;
    },
  };
  return {
    platform,
    incidentId,
    sent,
    get scan() {
      return state.scan;
    },
    set scan(scan) {
      state.scan = scan;
    },
    get now() {
      return state.now;
    },
    set now(instant) {
      state.now = instant;
    },
    get address() {
      return state.address;
    },
    set address(address) {
      state.address = address;
    },
    openBrowser: () => openPlainBrowser(asked),
    publish,
    lastDigits: () => /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '',
  };
}

export const portalBase = '/ko/report/example';

const answers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['party-class', { 'party-class': 'small_business' }],
  ['service', { service: 'talk' }],
  ['function', { function: 'send' }],
  ['category', { category: 'trade' }],
  ['kind', { kind: 'lost_sales' }],
  ['q-affected_from', { 'q-affected_from-date': '2022-10-15', 'q-affected_from-time': '15:40' }],
  ['q-order_share', { 'q-order_share': '35' }],
  ['stated-loss', { 'stated-loss': '1,200,000' }],
  ['story', { story: '주문이 들어오지 않았습니다.' }],
  ['contact', { name: '김가게', contact: 'shop@example.org' }],
  ['payee', { 'payee-bank': '', 'payee-account': '', 'payee-holder': '' }],
];

/**
 * Answers the example's questions up to the named one, without it; all without a name.
 *
 * @param options.said other answers than the usual ones, by question
 */
export async function answerUntil(
  browser: PlainBrowser,
  until?: string,
  options: {
    base?: string;
    said?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  } = {},
): Promise<string> {
  const { base = portalBase, said = {} } = options;
  let { path } = await browser.open(`${base}/begin`);
  for (const [code, fields] of answers) {
    if (code === until) return path;
    path = (await browser.open(`${base}/q/${code}`, said[code] ?? fields)).path;
  }
  return path;
}

/** Files what the browser has written, and gives the claim number. */
export async function fileDraft(browser: PlainBrowser): Promise<string> {
  const check = await browser.open(`${portalBase}/check-answers`);
  const claimId = /name="claimId" value="([^"]+)"/.exec(check.html)?.[1] ?? '';
  const filed = await browser.open(`${portalBase}/check-answers`, { claimId, statement: 'true' });
  return /<b translate="no">([^<]+)</.exec(filed.html)?.[1] ?? filed.path;
}
