import type { Finding, FindingCode } from '../finding.ts';
import { findingsKo } from './findings-ko.ts';
import { findPhraseKo, phraseKo } from './phrases-ko.ts';
import type { Locale } from './words.ts';

type Sentence = (params: Readonly<Record<string, string>>) => string;

/**
 * Gives the sentence of a finding for those who write policies, in English or Korean: what was
 * found, both readings where there are two, and what to write.
 */
export function renderFinding(finding: Finding, locale: Locale = 'en'): string {
  const params = locale === 'ko' ? paramsKo(finding) : finding.params;
  const say = around[locale];
  const { readingA, readingB, write } = params;
  const readings = readingA && readingB ? say.readings(readingA, readingB) : '';
  const sentence = (locale === 'ko' ? findingsKo : sentences)[finding.code](params);
  return `${sentence}${readings}${write ? say.write(write) : ''}`;
}

// What these say they found is a type or a sentence; what the others found is quoted as written.
const saying: ReadonlySet<FindingCode> = new Set([
  'type_mismatch',
  'unit_mismatch',
  'unit_compound',
  'currency_mixed',
  'period_mixed',
  'table_gap',
  'priority_open',
  'cases_unreadable',
  'front_matter_field',
]);

function paramsKo({ code, params }: Finding): Readonly<Record<string, string>> {
  const said = ['expected', 'readingA', 'readingB', ...(saying.has(code) ? ['found'] : [])];
  const own = said.flatMap((name) => {
    const text = params[name];
    return text === undefined ? [] : [[name, findPhraseKo(text) ?? text] as const];
  });
  const { write } = params;
  const wanted = write === undefined ? {} : { write: phraseKo(write) };
  return { ...params, ...Object.fromEntries(own), ...wanted };
}

const around = {
  en: {
    readings: (a: string, b: string) => ` It can be read as “${a}” or as “${b}”.`,
    write: (text: string) => ` Write ${text}.`,
  },
  ko: {
    readings: (a: string, b: string) => ` 「${a}」(으)로도 「${b}」(으)로도 읽힙니다.`,
    write: (text: string) => ` 이렇게 쓰세요: ${text}`,
  },
} as const;

const found = ({ found: text = '' }: Readonly<Record<string, string>>) => `\`${text}\``;

const countable = /^(?:number|duration|date|instant|interval set|list of .+|choice\(.*)$/s;

/** Gives a type with its article; `money` and `yes/no` have none. */
function withArticle(text: string): string {
  if (!countable.test(text)) return text;
  return `${/^i/.test(text) ? 'an' : 'a'} ${text}`;
}

function sayMismatch(found = '', expected = ''): string {
  if (/ operands?$/.test(found)) return `This has ${found}, where ${expected} are needed.`;
  return `This is ${withArticle(found)}, where ${withArticle(expected)} is needed.`;
}

const sentences: Readonly<Record<FindingCode, Sentence>> = {
  front_matter_missing: () => 'The document does not begin with its front matter.',
  front_matter_unreadable: (p) => `The front matter is not readable YAML: ${p.found}.`,
  front_matter_field: (p) => `The field \`${p.field}\` of the front matter holds ${p.found}.`,
  front_matter_unread: (p) =>
    `The field \`${p.field}\` of the front matter has no \`${p.found}\`, so that nobody would read it.`,
  block_not_closed: (p) => `The \`\`\`${p.found} block has no closing fence.`,
  syntax: (p) => `${found(p)} cannot stand here.`,
  document_too_large: (p) => `The document has ${p.found} characters; ${p.most} is the most.`,
  number_with_comma: (p) => `${found(p)} has commas, which part one thing from the next.`,
  reserved_word: (p) => `${found(p)} is a word of the language and cannot be a name.`,
  nested_too_deeply: (p) => `This is nested more than ${p.most} deep.`,
  clause_repeated: (p) => `The heading ${found(p)} stands twice, so a clause could mean either.`,
  block_outside_clause: () => 'This block stands before the first heading, so it has no clause.',
  block_in_html: (p) =>
    `This block is run, but stands inside ${found(p)}, where a page may not show it.`,
  block_not_run: (p) => `${found(p)} looks like a block of the policy, and is not run.`,
  heading_underlined: (p) => `${found(p)} is a heading to readers, and begins no clause here.`,
  character_hidden: (p) => `This line holds a character that nobody sees (${p.found}).`,
  cases_unreadable: (p) => `${found(p)} is no line of a cases table.`,
  cases_missing: () => 'The document has no cases, so nothing shows that it does what it says.',
  unknown_type: (p) => `${found(p)} is no type.`,
  unknown_source: (p) => `Facts do not come from ${found(p)}.`,
  unknown_unit: (p) => `${found(p)} is no unit.`,
  unknown_remedy: (p) => `${found(p)} is no remedy.`,
  unknown_burden: (p) => `${found(p)} is nothing that a remedy can require.`,
  unknown_function: (p) => `${found(p)} is no function.`,
  unknown_name: (p) => `Nothing is called ${found(p)}.`,
  unknown_choice: (p) => `${found(p)} is not among the values.`,
  unknown_clause: (p) => `No rule stands under ${found(p)}.`,
  name_repeated: (p) => `The name ${found(p)} is already taken.`,
  name_circular: (p) => `${found(p)} is defined by itself.`,
  reason_repeated: (p) => `The reason ${found(p)} has another text elsewhere: ${p.other}.`,
  facts_alike: (p) => `${found(p)} and \`${p.other}\` have the same column in a population.`,
  fact_unused: (p) => `The fact ${found(p)} is declared and never used.`,
  name_unused: (p) => `The name ${found(p)} is declared and never used.`,
  type_mismatch: (p) => sayMismatch(p.found, p.expected ?? p.write),
  unit_mismatch: (p) => sayMismatch(p.found, p.expected),
  unit_compound: (p) => `This is ${p.found}, which is no amount yet.`,
  currency_mixed: (p) => `This is ${p.found} beside ${p.expected}; no exchange rate is stated.`,
  period_mixed: (p) => `This is ${p.found} beside ${p.expected}, and would be counted as such.`,
  not_constant: (p) => `${found(p)} is not a fixed value.`,
  division_by_zero: (p) => `${found(p)} can be 0, and nothing can be divided by 0.`,
  value_out_of_range: (p) => `${found(p)} is out of range.`,
  constant_undated: (p) => `${p.name} has several values (${p.found}) and no date is said here.`,
  constant_dates: (p) => `The dates of ${found(p)} are missing or out of order.`,
  date_outside_version: (p) => `${found(p)} does not cover the time this version is in force.`,
  bound_open: (p) => `${found(p)} does not say whether its bound is included.`,
  table_gap: (p) => `The table has a gap: ${p.found}.`,
  table_overlap: (p) => `Two rows hold the same values: ${p.found}.`,
  row_unreachable: (p) => `No value ever reaches the row ${found(p)}.`,
  choice_uncovered: (p) => `The table says nothing for ${found(p)}.`,
  order_open: (p) => `The order of ${found(p)} is open.`,
  rounding_missing: (p) => `${found(p)} can come to a part of the smallest unit that is paid.`,
  reading_open: (p) => `The reading of ${found(p)} is open; the source does not decide it.`,
  counting_open: (p) => `${found(p)} does not say whether a part of a unit counts.`,
  rounding_open: (p) => `${found(p)} does not say which way it goes.`,
  each_outside_list: (p) => `${found(p)} stands where no list is gone through.`,
  unit_open: (p) => `${found(p)} does not say in which unit it is given.`,
  priority_open: (p) => `Two rules can both apply: ${p.found}.`,
  priority_circular: (p) => `${found(p)} stands instead of itself, by way of other clauses or not.`,
  form_unreachable: (p) => `It is not said when ${found(p)} is taken.`,
  exclude_everywhere: (p) =>
    `${found(p)} stands above the \`for\` of its section, in a rule without an award, so it also takes away what ${p.others} awards.`,
  sum_below_zero: (p) =>
    `${found(p)} can be below 0, and then takes away from the rest of its sum.`,
  less_below_zero: (p) =>
    `${found(p)} can be below 0, and taking it off then makes the award greater.`,
  below_zero: (p) => `${found(p)} can be below 0, and its units then count as fewer than none.`,
  rounding_of_one_way: (p) => `${found(p)} rounds what stands after \`else\` only.`,
  needs_without_award: (p) =>
    `${found(p)} stands in a rule without an award, so nobody would be asked.`,
  award_missing: () => 'The document awards nothing.',
  condition_constant: (p) => `The condition ${found(p)} is always the same.`,
  burdened_remedy: (p) => `${p.remedy} comes with a string attached: ${found(p)}.`,
};
