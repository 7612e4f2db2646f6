import {
  compileDetermination,
  type Determination,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../src/policy/index.ts';

/** The paid services of the policy, with what their time is paid back at; a party pays for one or two. */
export const services = [
  { name: 'mobility', times: 3 },
  { name: 'webtoon', times: 2 },
  { name: 'music', times: 3 },
  { name: 'storage', times: 5 },
  { name: 'games', times: 2 },
  { name: 'gifts', times: 1 },
  { name: 'hair', times: 2 },
  { name: 'talk', times: 1 },
  { name: 'taxi', times: 3 },
  { name: 'driver', times: 3 },
  { name: 'parking', times: 2 },
  { name: 'stories', times: 1 },
] as const;
/** One of the paid services. */
export type Service = (typeof services)[number]['name'];

/** One account of the measurement, as plain values; a fee of 0 is a service it does not pay for. */
export interface Account extends Readonly<Record<Service, number>> {
  readonly business: boolean;
  readonly hours: number;
  readonly loss: number;
}

/** What an account is owed, in won: the tier for its loss and the refunds of its fees. */
export interface Owed {
  readonly tier: number;
  readonly refund: number;
}

function refundClause({ name, times }: (typeof services)[number], index: number): string {
  return `
## §${index + 2} ${name}

\`\`\`amends
fact ${name} : money at least 0 KRW from company

for ${name} is above 0 KRW
award credit "${name}" ${name} × (hours ÷ 720) × ${times}
  then rounded down to 1 KRW
\`\`\`
`;
}

/** The policy that every engine is given: a tier by loss, and fees paid back for the time lost. */
export const determinationPolicy = `---
policy: bench-determination
version: "1"
title: { ko: 측정용 정책, en: A policy to measure }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 The tier

\`\`\`amends
fact business : yes/no from company
fact hours : count from incident
fact loss : money at least 0 KRW from claimant

for business
award cash "손실" / "loss" by loss
  up to 0 KRW       : none
  up to 300_000 KRW : 30_000 KRW
  up to 500_000 KRW : 50_000 KRW
  above             : 100_000 KRW
\`\`\`
${services.map(refundClause).join('')}`;

/** Gives accounts as they are read from JSON, which differ in every figure, the same in every run; 20,000 ₩ × 84 h is the first. */
export function makeAccounts(count: number): readonly Account[] {
  const accounts = Array.from({ length: count }, (_, index) => {
    const fee = (step: number) => {
      const mixed = (index * 7919 + step * 104_729) % 1_009;
      return mixed % 8 === 0 ? 1_000 + (mixed % 118) * 500 : 0;
    };
    const fees = services.map(({ name }, step) => [name, fee(step)] as const);
    const account = {
      ...(Object.fromEntries(fees) as Record<Service, number>),
      business: index % 4 === 0,
      hours: 1 + ((index * 31) % 127),
      loss: (index * 104_729) % 700_000,
    };
    return index === 0 ? { ...account, mobility: 20_000, hours: 84 } : account;
  });
  // Objects put together by spreading are each of a hidden class of their own; what comes in as JSON shares one.
  return JSON.parse(JSON.stringify(accounts)) as Account[];
}

/** Gives what every account is owed, worked out with whole numbers alone. */
export function oweExactly(account: Account): Owed {
  const { business, hours, loss } = account;
  const band = loss <= 0 ? 0 : loss <= 300_000 ? 30_000 : loss <= 500_000 ? 50_000 : 100_000;
  const refunds = services.map(({ name, times }) =>
    Number((BigInt(account[name]) * BigInt(hours) * BigInt(times)) / 720n),
  );
  return { tier: business ? band : 0, refund: refunds.reduce((sum, one) => sum + one, 0) };
}

/** Our engine, as a function of an account's number: from plain values, or from facts read before. */
export interface Ours {
  readonly fromValues: (index: number) => Owed;
  readonly fromFacts: (index: number) => Owed;
}

/** Our engine: a policy made into a function. Every account gets a whole determination. */
export function openOurs(accounts: readonly Account[]): Ours {
  const document = readPolicy();
  const { open, decide } = compileDetermination(document);
  const opened = accounts.map((account) => {
    const parsed = parseFacts(document, account);
    if (!parsed.ok) throw new Error(`the facts were refused: ${JSON.stringify(parsed.refusal)}`);
    return open(parsed.value);
  });
  return {
    fromValues: (index) => {
      const decided = decide(accounts[index]);
      if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
      return owedBy(decided.value);
    },
    fromFacts: (index) => {
      const determine = opened[index];
      if (!determine) throw new Error(`there is no account ${index}`);
      return owedBy(determine());
    },
  };
}

function owedBy({ awards }: Determination): Owed {
  let [tier, refund] = [0, 0];
  for (const { remedy, amountMinor } of awards) {
    if (remedy === 'cash') tier = Number(amountMinor);
    else refund += Number(amountMinor);
  }
  return { tier, refund };
}

function readPolicy(): PolicyDocument {
  const policy = parsePolicy(determinationPolicy);
  if (!policy.ok) throw new Error(`the policy was refused: ${JSON.stringify(policy.refusal)}`);
  return policy.value;
}
