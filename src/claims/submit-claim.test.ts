import { createPrivateKey, sign } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../kernel/index.ts';
import { commitTo, hashContent, type Receipt, renderReceipt, verifyPromise } from './receipt.ts';
import { createGate } from './submission-gate.ts';
import { type ClaimContent, decideSubmission, evidenceBytesMax } from './submit-claim.ts';

const at = (ms: number) => instantFromEpochMs(ms);
const words = (code: string) => ({ code, ko: code, en: code });
const questionnaire = {
  version: 1,
  opensAt: at(1000),
  closesAt: at(2000),
  currency: 'KRW',
  partyClasses: [words('small_business')],
  categories: [words('kakao'), words('affiliate')],
  kinds: [words('loss')],
  services: [
    { ...words('talk'), functions: [words('main')] },
    { ...words('map'), functions: [words('main')], category: 'kakao' },
  ],
  questions: [{ ...words('orders'), kind: 'count' as const, choices: [], isRequired: true }],
  evidenceKinds: [words('sales-records')],
  facts: {},
  automaticFor: [],
};
const content: ClaimContent = {
  claimId: '0192f000-0000-7000-8000-000000000009',
  incidentId: 'i',
  questionnaireVersion: 1,
  channel: 'portal',
  partyClass: 'small_business',
  category: 'kakao',
  kind: 'loss',
  service: 'talk',
  functionName: 'main',
  statedLossMinor: 300_000n,
  currency: 'KRW',
  answers: { orders: '3' },
  evidence: [],
};
const facts = {
  questionnaire,
  existing: undefined,
  contentHash: 'aa',
  filedAt: at(1000),
  now: at(1000),
};
const file = {
  kind: 'sales-records',
  filename: 'a.csv',
  mediaType: 'text/csv',
  byteCount: 1,
  sha256: '',
};

describe('decideSubmission', () => {
  const rows: readonly [string, object, object][] = [
    ['claim_id_malformed', { claimId: 'x' }, {}],
    ['claim_id_reused', {}, { existing: { contentHash: 'bb' } }],
    ['claim_id_reused', {}, { existing: { contentHash: undefined } }],
    ['questionnaire_unknown', {}, { questionnaire: undefined }],
    ['received_in_future', {}, { filedAt: at(1001) }],
    ['window_not_open', {}, { filedAt: at(999) }],
    ['window_closed', {}, { filedAt: at(2000), now: at(2000) }],
    ['party_class_unknown', { partyClass: 'x' }, {}],
    ['category_unknown', { category: 'x' }, {}],
    ['kind_unknown', { kind: 'x' }, {}],
    ['service_unknown', { service: 'x' }, {}],
    ['function_unknown', { functionName: 'x' }, {}],
    ['category_not_of_service', { service: 'map', category: 'affiliate' }, {}],
    ['currency_differs', { currency: 'USD' }, {}],
    ['stated_loss_negative', { statedLossMinor: -1n }, {}],
    ['answer_missing', { answers: {} }, {}],
    ['answer_unknown', { answers: { orders: '3', other: '1' } }, {}],
    ['answer_malformed', { answers: { orders: 'three' } }, {}],
    ['evidence_too_many', { evidence: Array.from({ length: 21 }, () => file) }, {}],
    ['evidence_kind_unknown', { evidence: [{ ...file, kind: 'x' }] }, {}],
    ['evidence_empty', { evidence: [{ ...file, byteCount: 0 }] }, {}],
    ['evidence_too_large', { evidence: [{ ...file, byteCount: evidenceBytesMax + 1 }] }, {}],
    [
      'evidence_type_refused',
      { evidence: [{ ...file, mediaType: 'application/octet-stream' }] },
      {},
    ],
  ];
  it.each(rows)('refuses with %s', (code, contentOver, factsOver) => {
    const outcome = decideSubmission({ ...content, ...contentOver }, { ...facts, ...factsOver });
    expect(outcome).toMatchObject({ ok: false, refusal: { code } });
  });
  it.each([
    ['date', '2022-02-28', true],
    ['date', '2022-02-30', false],
    ['date', '2022-13-45', false],
    ['date', '0000-99-99', false],
    ['instant', '2022-10-15T15:30+09:00', true],
    ['instant', '2022-10-15T15:30:00.5Z', true],
    ['instant', '2022-10-15T25:30:00+09:00', false],
    ['instant', '2022-02-29T15:30:00+09:00', false],
  ] as const)('takes of %s only what the calendar has: %s', (kind, answer, isTaken) => {
    const [asked] = questionnaire.questions;
    const form = { ...questionnaire, questions: asked === undefined ? [] : [{ ...asked, kind }] };
    const answered = { ...content, answers: { orders: answer } };
    const outcome = decideSubmission(answered, { ...facts, questionnaire: form });
    expect(outcome.ok).toBe(isTaken);
  });
  it('takes a claim at the first and the last millisecond of the window', () => {
    const taken = { ok: true, value: [{ type: 'claim_submitted' }] };
    expect(decideSubmission(content, facts)).toEqual(taken);
    expect(decideSubmission(content, { ...facts, filedAt: at(1999), now: at(5000) })).toEqual(
      taken,
    );
    const full = { ...content, evidence: [{ ...file, byteCount: evidenceBytesMax }] };
    expect(decideSubmission(full, facts)).toEqual(taken);
  });
  it.each([
    ['talk', 'kakao'],
    ['talk', 'affiliate'],
    ['map', 'kakao'],
  ])('takes of the service %s the category %s: a service without one leaves the choice', (service, category) => {
    expect(decideSubmission({ ...content, service, category }, facts).ok).toBe(true);
  });
  it('leaves the claims of a case under the category they were counted in', () => {
    const counted = { ...content, service: 'map', category: 'affiliate' };
    expect(decideSubmission(counted, { ...facts, isCounted: true }).ok).toBe(true);
  });
  it('answers a repeat after the window has closed', () => {
    const late = { ...facts, existing: { contentHash: 'aa' }, filedAt: at(9000), now: at(9000) };
    expect(decideSubmission(content, late)).toEqual({ ok: true, value: [] });
  });
});

const seed = new Uint8Array(32).fill(7);
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
const signer = {
  name: 'amends.local/log',
  publicKey: ed25519.getPublicKey(seed),
  sign: (message: Uint8Array) => new Uint8Array(sign(null, message, key)),
};

describe('a receipt', () => {
  const contentHash = hashContent(content);
  const receipt = renderReceipt(
    {
      claimNumber: '7K4M-Q2XD-9F',
      incident: 'pangyo-2022',
      submittedAt: at(0),
      recordedAt: at(1),
      contentHash,
      salt: seed,
    },
    signer,
  );
  it('holds by itself, and promises inclusion a minute after the claim was recorded', () => {
    expect(verifyPromise(receipt)).toBe(true);
    expect(receipt.promise.includeBy).toBe('1970-01-01T00:01:00.001Z');
    expect(receipt.commitment).toBe(
      Buffer.from(commitTo({ salt: seed, contentHash })).toString('base64'),
    );
  });
  it('fails when any part is changed', () => {
    const other = Buffer.alloc(32, 9).toString('base64');
    const { promise } = receipt;
    const forged: readonly Receipt[] = [
      { ...receipt, claimNumber: '7K4M-Q2XD-9G' },
      { ...receipt, incident: 'other' },
      { ...receipt, submittedAt: '1970-01-01T00:00:00.001Z' },
      { ...receipt, contentHash: other },
      { ...receipt, salt: other },
      { ...receipt, commitment: other },
      { ...receipt, promise: { ...promise, includeBy: '1970-01-02T00:00:00.000Z' } },
      { ...receipt, promise: { ...promise, origin: 'other/log' } },
      { ...receipt, promise: { ...promise, publicKey: other } },
      { ...receipt, promise: { ...promise, signature: other } },
    ];
    expect(forged.map(verifyPromise)).toEqual(forged.map(() => false));
  });
  it('is about everything the claimant said: another word is another hash', () => {
    const changed = [
      { ...content, statedLossMinor: 300_001n },
      { ...content, answers: { orders: '4' } },
      { ...content, personal: { contact: '010' } },
      { ...content, evidence: [{ ...file, sha256: 'ff' }] },
    ];
    const hashes = [content, ...changed].map((one) =>
      Buffer.from(hashContent(one)).toString('hex'),
    );
    expect(new Set(hashes).size).toBe(5);
    expect(hashContent({ ...content })).toEqual(contentHash);
  });
});

describe('the submission gate', () => {
  const options = {
    wait: () => Promise.resolve(),
    gatherMs: 1,
    batchMax: 3,
    inFlightMax: 1,
    waitingMax: 5,
    refuseOverload: () => new Error('overloaded'),
  };
  it('gathers, keeps the order, and answers each caller only after its batch', async () => {
    const batches: (readonly number[])[] = [];
    const gate = createGate<number, number>({
      ...options,
      record: async (entries) => {
        batches.push(entries);
        return entries.map((entry) => entry * 10);
      },
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map((n) => gate.submit(n)))).toEqual([
      10, 20, 30, 40, 50,
    ]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });
  it('lets one bad entry fail alone, and turns away what cannot wait', async () => {
    const gate = createGate<number, number>({
      ...options,
      record: async (entries) => {
        if (entries.includes(2)) throw new Error('bad entry');
        return [...entries];
      },
    });
    const settled = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((n) => gate.submit(n)));
    const seen = settled.map((one) =>
      one.status === 'fulfilled' ? one.value : one.reason.message,
    );
    expect(seen).toEqual([1, 'bad entry', 3, 4, 5, 'overloaded']);
  });
});
