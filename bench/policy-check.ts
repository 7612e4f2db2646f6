import {
  checkPolicy,
  evaluatePolicy,
  parseFacts,
  parsePolicy,
  renderExplanation,
} from '../src/policy/index.ts';
import { determinationPolicy, makeAccounts } from './determination-accounts.ts';
import { type Figure, median } from './measure.ts';

const wantedLines = 2_000;
const limitMs = 200;

/** Gives a document of at least 2,000 lines: clauses with facts, a table, a calculation, an award. */
export function makeLongDocument(): string {
  const [head = ''] = determinationPolicy.split('## §1');
  let text = head;
  for (let index = 1; text.split('\n').length < wantedLines; index += 1) text += clauseText(index);
  return text;
}

function clauseText(index: number): string {
  return `## §${index} Outage ${index}

More than ${index} hours are compensated by band, up to three fees.

\`\`\`amends
fact fee_${index} : money at least 0 KRW from company "요금" / "fee"
fact outage_${index} : duration from incident "장애" / "outage"
fact plan_${index} : choice(free, basic, premium) from company

let share_${index} = by outage_${index}
  below ${index} hours : 0 %
  below ${index + 10} hours : 10 %
  from ${index + 10} hours : 25 %
let lost_${index} = fee_${index} × outage_${index} ÷ 720 hours × 3

for plan_${index} is one of (basic, premium) and outage_${index} is above ${index} hours
award credit "조항 ${index}" / "clause ${index}" greater of (fee_${index} × share_${index}, lost_${index})
  at most fee_${index} × 3
  then rounded down to 1 KRW
\`\`\`

`;
}

/** Milliseconds to read and check a document of 2,000 lines, beside the limit of 200 ms. */
export async function benchPolicyCheck(runs: number): Promise<Figure> {
  const text = makeLongDocument();
  const times: number[] = [];
  for (let run = 0; run <= runs * 3; run += 1) {
    // A comment for people at the end makes each run read a document that was never seen before.
    const startedAt = performance.now();
    const parsed = parsePolicy(`${text}\n${'.'.repeat(run)}\n`);
    if (!parsed.ok) throw new Error(`the document was refused: ${JSON.stringify(parsed.refusal)}`);
    const errors = checkPolicy(parsed.value).filter(({ severity }) => severity === 'error');
    times.push(performance.now() - startedAt);
    if (errors.length > 0) throw new Error(`the document was refused: ${JSON.stringify(errors)}`);
  }
  return against('policy-check', { limit: limitMs, times: times.slice(1), runs });
}

/** Milliseconds to determine and explain one award with what would change it; the limit is 5 ms. */
export async function benchExplanation(runs: number): Promise<Figure> {
  const parsed = parsePolicy(determinationPolicy);
  if (!parsed.ok) throw new Error('the policy was refused');
  const facts = parseFacts(parsed.value, { ...makeAccounts(1)[0], business: true, loss: 300_000 });
  if (!facts.ok) throw new Error('the facts were refused');
  const times: number[] = [];
  for (let run = 0; run < runs * 40; run += 1) {
    const startedAt = performance.now();
    const lines = renderExplanation(evaluatePolicy(parsed.value, facts.value), { locale: 'ko' });
    times.push(performance.now() - startedAt);
    if (lines.length < 8) throw new Error('the explanation has its lines');
  }
  return against('explanation', { limit: 5, times: times.slice(10), runs });
}

function against(
  name: string,
  {
    limit,
    times,
    runs,
  }: { readonly limit: number; readonly times: number[]; readonly runs: number },
): Figure {
  const value = median(times);
  const peer = 'the limit';
  return { name, value, unit: 'ms', peer, peerValue: limit, ratio: limit / value, runs };
}
