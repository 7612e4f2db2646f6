import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from '../../../policy/describe/index.ts';
import {
  evaluatePolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../../../policy/index.ts';
import { isFixed, notStated, tryAnswers } from './try-answers.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'policies');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .sort();
const ofCase = files.filter((file) => file.startsWith('kakao-2022/'));

function load(file: string): PolicyDocument {
  const parsed = parsePolicy(readFileSync(join(folder, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${file} is readable`);
  return parsed.value;
}

function attempt(document: PolicyDocument, texts: ReadonlyMap<string, string>) {
  return tryAnswers(document, { texts, units: new Map(), evidence: listNeededEvidence(document) });
}

/** The answers a question can be tried with; for one that is written, two that most read. */
function answersTo(fact: FactDescription): readonly string[] {
  const left = isFixed(fact) ? [notStated] : [];
  if (fact.kind === 'yes_no') return ['yes', 'no', ...left];
  if (fact.kind === 'choice') return [...(fact.choices ?? []).map(({ value }) => value), ...left];
  if (fact.kind === 'money') return ['1', '400000', ...left];
  return left;
}

/**
 * Answers question after question until it is decided: the one asked as the nth with the answer
 * `from + n × step` of those it can be tried with.
 */
function goThrough(
  document: PolicyDocument,
  way: { readonly from: number; readonly step: number },
) {
  const texts = new Map<string, string>();
  for (let turn = 0; ; turn += 1) {
    const { asked, determination } = attempt(document, texts);
    if (determination?.status !== 'undecidable') return { texts, determination };
    const next = describeFacts(document).find(({ name }) => asked.has(name) && !texts.has(name));
    if (next === undefined) throw new Error(`nothing is asked after ${[...texts].join(' ')}`);
    const answers = answersTo(next);
    texts.set(next.name, answers[(way.from + turn * way.step) % answers.length] ?? '');
  }
}

const ways = [0, 1, 2, 3, 4].flatMap((from) => [0, 1, 2].map((step) => ({ from, step })));

test.each(files)('%s asks a first question before it says anything', (file) => {
  const document = load(file);
  const { asked, determination } = attempt(document, new Map());
  expect(determination).toMatchObject({ status: 'undecidable' });
  expect(asked.size).toBeGreaterThan(0);
});

describe.each(ofCase)('%s', (file) => {
  const document = load(file);

  test.each(ways)('says what the policy does of the answers: $from, each $step on', (way) => {
    const { texts, determination } = goThrough(document, way);
    const stated = [...texts].filter(([, text]) => text !== notStated);
    const evidence = listNeededEvidence(document);
    const facts = parseFacts(document, { ...Object.fromEntries(stated), evidence });
    if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
    expect(determination).toEqual(evaluatePolicy(document, facts.value));
  });
});

test('what a Talk user of the free services is due is not said before the two questions', () => {
  const document = load('kakao-2022/free-users/1.md');
  const said = (texts: Record<string, string>) => {
    const { determination, asked } = attempt(document, new Map(Object.entries(texts)));
    return [determination?.status, determination?.awards.length, ...asked];
  };
  expect(said({})).toEqual(['undecidable', 0, 'talk_user']);
  expect(said({ talk_user: 'no' })).toEqual(['none', 0, 'talk_user']);
  const rest = ['talk_user', 'drawer_plus_applied'];
  expect(said({ talk_user: 'yes' })).toEqual(['undecidable', 4, ...rest]);
  expect(said({ talk_user: 'yes', drawer_plus_applied: notStated })).toEqual(['award', 4, ...rest]);
});
