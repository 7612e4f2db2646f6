import { XMLParser } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext } from '../../../test/support/platform.ts';
import { openPortalBench, type PortalBench } from '../../../test/support/portal-bench.ts';
import { openClaimGate } from '../../claims/index.ts';
import { createApp, sql } from '../../platform/index.ts';
import { open311Routes } from './open311-routes.ts';

// A program that speaks Open311 GeoReport v2 and knows nothing else of Amends.

let bench: PortalBench;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  bench = await openPortalBench();
  app = createApp({
    log: bench.platform.log,
    contextOf: async () => claimantContext(bench.platform, { now: bench.now }),
    routers: [
      {
        path: '/',
        router: open311Routes({ gate: openClaimGate(), publicUrl: 'https://claims.example' }),
      },
    ],
  });
});

const root = '/open311/v2';
const request = {
  service_code: 'talk',
  'attribute[party_class]': 'small_business',
  'attribute[function]': 'send',
  'attribute[category]': 'trade',
  'attribute[kind]': 'lost_sales',
  'attribute[affected_from]': '2022-10-15T15:40',
  'attribute[order_share]': '35',
  'attribute[stated_loss]': '1,200,000',
  description: '주문이 들어오지 않았습니다.',
  last_name: '홍',
  first_name: '길동',
  phone: '+82 10-1234-5678',
};

function post(fields: Readonly<Record<string, string>>, format = 'json'): Promise<Response> {
  return Promise.resolve(
    app.request(`${root}/requests.${format}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    }),
  );
}

interface Filed {
  readonly service_request_id: string;
  readonly account_id: string;
}

async function file(fields: Readonly<Record<string, string>> = request): Promise<Filed> {
  const answered = await post(fields);
  expect(answered.status).toBe(201);
  const [filed] = (await answered.json()) as [Filed];
  return filed;
}

describe('a program', () => {
  it('finds the services and what is asked about each, in both formats', async () => {
    const elsewhere = `http://elsewhere.test${root}/discovery.json`;
    const discovery = (await (await app.request(elsewhere)).json()) as {
      endpoints: { url: string }[];
    };
    expect(discovery.endpoints[0]?.url).toBe('https://claims.example/open311/v2');
    const services = (await (await app.request(`${root}/services.json?lang=en`)).json()) as {
      service_code: string;
    }[];
    expect(services.map((one) => one.service_code)).toContain('talk');
    const path = `${root}/services/talk`;
    const asked = (await (await app.request(`${path}.json?lang=en`)).json()) as {
      attributes: { code: string; datatype: string; required: boolean; values?: object[] }[];
    };
    const byCode = new Map(asked.attributes.map((one) => [one.code, one]));
    expect(byCode.get('kind')).toMatchObject({ datatype: 'singlevaluelist', required: true });
    expect(byCode.get('stated_loss')).toMatchObject({ datatype: 'number', required: false });
    const answered = await app.request(`${path}.xml`);
    expect(answered.headers.get('content-type')).toContain('text/xml');
    const parsed = new XMLParser().parse(await answered.text()) as {
      service_definition: { service_code: string; attributes: object[] };
    };
    expect(parsed.service_definition.service_code).toBe('talk');
    expect(parsed.service_definition.attributes).toHaveLength(asked.attributes.length);
  });

  it('files the claim that the portal would have filed', async () => {
    const { service_request_id: number } = await file();
    const { rows } = await sql`select channel, party_class, service, kind,
        stated_loss_minor::text as loss from claims.claim where number = ${number}`.execute(
      bench.platform.db,
    );
    expect(rows).toEqual([
      {
        ...{ channel: 'api', party_class: 'small_business', service: 'talk' },
        ...{ kind: 'lost_sales', loss: '1200000' },
      },
    ]);
    const browser = bench.openBrowser();
    const found = await browser.open('/ko/look-up', { number, contact: '010-1234-5678' });
    expect(found.path).toBe('/ko/status');
  });

  it('that loses the answer sends the same again and files once', async () => {
    const claim = { ...request, claim_id: '01890000-0000-7000-8000-000000000001' };
    const [first, second] = [await file(claim), await file(claim)];
    expect(second).toEqual(first);
  });

  it('is told each thing that is wrong, with its parameter', async () => {
    const answered = await post({ ...request, phone: 'none', 'attribute[kind]': 'fire' }, 'xml');
    expect(answered.status).toBe(400);
    const { errors } = new XMLParser({ isArray: (name) => name === 'error' }).parse(
      await answered.text(),
    ) as { errors: { error: { code: number; description: string }[] } };
    const said = errors.error.map(({ description }) => description).join('\n');
    expect(said).toContain('attribute[kind]');
    expect(said).toContain('email');
    expect(errors.error.every(({ code }) => code === 400)).toBe(true);
  });

  it('sees its own claim with the account_id of its filing, and no other', async () => {
    const [own, other] = [await file(), await file()];
    const path = (number: string, account: string) =>
      `${root}/requests/${number}.json?account_id=${encodeURIComponent(account)}`;
    const shown = await app.request(path(own.service_request_id, own.account_id));
    expect(await shown.json()).toMatchObject([
      { service_request_id: own.service_request_id, status: 'open', service_code: 'talk' },
    ]);
    const refused = await Promise.all(
      [
        path(other.service_request_id, own.account_id),
        path(other.service_request_id, ''),
        path('7K4M-Q2XD-9F', own.account_id),
        path('nothing', own.account_id),
      ].map(async (one) => {
        const answered = await app.request(one);
        return [answered.status, await answered.text()];
      }),
    );
    expect(new Set(refused.map(String)).size).toBe(1);
    expect(refused[0]?.[0]).toBe(404);
    expect((await app.request(`${root}/requests.json`)).status).toBe(403);
  });

  it('is refused what is no form, and what is far too large', async () => {
    const json = await app.request(`${root}/requests.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    expect(json.status).toBe(415);
    expect((await post({ ...request, description: 'x'.repeat(200_000) })).status).toBe(413);
    expect((await post({ ...request, jurisdiction_id: 'nowhere' })).status).toBe(404);
  });

  it('gets well-formed XML whatever was written', async () => {
    const answered = await post({ ...request, service_code: '\u0001<&]]>\u202e' }, 'xml');
    expect(answered.status).toBe(400);
    const text = await answered.text();
    expect(text).not.toContain('\u0001');
    expect(new XMLParser().parse(text, true)).toHaveProperty('errors');
  });
});
