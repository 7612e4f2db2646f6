import {
  claimConsumers,
  claimRoutes,
  draftPolicy,
  openClaimGate,
  publishPolicy,
  publishQuestionnaire,
} from '../../src/claims/index.ts';
import { policyText } from '../../src/claims/sales/sales-loss.fixture.ts';
import { openIncident } from '../../src/incident/index.ts';
import { parseInstant, uuidV7 } from '../../src/kernel/index.ts';
import {
  type Context,
  createApp,
  drainOutbox,
  type Platform,
  subscribeConsumers,
} from '../../src/platform/index.ts';
import { plainClaim } from './plain-claim.ts';
import { claimantContext, openTestPlatform, staffContext } from './platform.ts';
import { keepSimulated } from './simulated.ts';

const words = (code: string) => ({ code, ko: code, en: code });

/** The form of the incident of these tests. */
const questionnaire = {
  version: 1,
  opensAt: '2022-10-19T11:00:00+09:00',
  closesAt: '2022-11-07T00:00:00+09:00',
  currency: 'KRW',
  partyClasses: [words('small_business'), words('general')],
  categories: [words('kakao'), words('affiliate')],
  kinds: [words('free_with_loss')],
  services: [
    { ...words('talk_channel'), functions: [words('main')] },
    { ...words('map'), functions: [words('main')], category: 'affiliate' },
  ],
  questions: [
    { ...words('order_share'), kind: 'ratio', isRequired: false },
    { ...words('what_happened'), kind: 'text', isRequired: false },
    {
      ...words('lost_bookings'),
      kind: 'repeat',
      isRequired: false,
      repeat: {
        item: { ko: '예약', en: 'Booking' },
        more: { ko: '더 있나요?', en: 'Is there another?' },
        countMax: 5,
        questions: [
          { ...words('guest'), kind: 'text', isRequired: false },
          { ...words('on'), kind: 'date', isRequired: false },
        ],
      },
    },
  ],
  evidenceKinds: [words('sales-records'), words('business-certificate')],
  lossTest: {
    evidenceKind: 'sales-records',
    weekStartsOn: 6,
    comparedFrom: '2022-09-01',
    comparedUntil: '2022-11-01',
    outageWeekFrom: '2022-10-15',
  },
  facts: { party_class: { from: 'party_class' }, loss: { from: 'assessed_loss' } },
};

const sales = '날짜,매출\n2022-10-01,"900,000"\n2022-10-15,"600,000"\n';

/** An incident with its form and policy, and the HTTP API over it as whoever acts now. */
export interface ReviewBench {
  readonly platform: Platform;
  readonly incidentId: string;
  readonly actAs: (ctx: Context | undefined) => void;
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body: unknown) => Promise<Response>;
  readonly send: (method: string, path: string, body?: unknown) => Promise<Response>;
  readonly newId: () => string;
  /** Files a claim over HTTP as a claimant and has it assessed. */
  readonly file: (
    over?: object,
  ) => Promise<{ claimId: string; claimNumber: string; token: string }>;
}

const newId = () =>
  uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });

async function publishForm(platform: Platform, incidentId: string): Promise<void> {
  const investigator = staffContext(platform, 'investigator');
  const opened = await openIncident(investigator, {
    id: incidentId,
    slug: 'pangyo-2022',
    titles: { ko: '장애', en: 'Outage' },
    zone: 'Asia/Seoul',
    openedAt: investigator.now,
    parties: [],
    functions: [{ service: 'talk_channel', function: 'main', titles: { ko: '주', en: 'Main' } }],
    sources: [],
  } as never);
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal));
  const form = await publishQuestionnaire(investigator, { incidentId, questionnaire });
  if (!form.ok) throw new Error(JSON.stringify(form.refusal));
  const draft = { policyVersionId: newId(), incidentId, text: policyText };
  await draftPolicy(staffContext(platform, 'policy_author', { id: 'author' }), draft);
  await keepSimulated(platform, draft);
  const published = await publishPolicy(staffContext(platform, 'approver', { id: 'two' }), draft);
  if (!published.ok) throw new Error(JSON.stringify(published.refusal));
}

/** Opens a fresh database with everything a claim needs. */
export async function openReviewBench(): Promise<ReviewBench> {
  const now = parseInstant('2022-10-20T03:00:00Z');
  if (now === undefined) throw new Error('the test instant is written wrongly');
  const platform = await openTestPlatform({ now });
  const consumers = claimConsumers();
  await subscribeConsumers(platform, consumers);
  const incidentId = newId();
  await publishForm(platform, incidentId);
  let acting: Context | undefined;
  const app = createApp({
    log: platform.log,
    contextOf: async () => acting ?? claimantContext(platform),
    routers: [{ path: '/', router: claimRoutes(openClaimGate()) }],
  });
  const send = async (method: string, path: string, body?: unknown) =>
    app.request(path, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const post = (path: string, body: unknown) => send('POST', path, body);
  return {
    platform,
    incidentId,
    newId,
    post,
    send,
    actAs: (ctx) => {
      acting = ctx;
    },
    get: async (path) => app.request(path),
    async file(over = {}) {
      const before = acting;
      acting = undefined;
      const contentBase64 = Buffer.from(sales).toString('base64');
      const answered = await post('/api/v1/claims', {
        claimId: newId(),
        incidentId,
        ...plainClaim,
        statedLossMinor: '300000',
        answers: { order_share: '0.25' },
        personal: {
          name: '홍길동',
          contact: '010-1234-5678',
          payee: { bank: '004', account: '1', holder: '홍길동' },
        },
        evidence: [{ kind: 'sales-records', filename: '매출 (10월).csv', contentBase64 }],
        ...over,
      });
      acting = before;
      if (answered.status !== 201) throw new Error(await answered.text());
      await drainOutbox(platform, consumers);
      return (await answered.json()) as { claimId: string; claimNumber: string; token: string };
    },
  };
}
