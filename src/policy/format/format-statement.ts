import type {
  AwardStatement,
  Burden,
  ConstantDeclaration,
  FactDeclaration,
  FieldText,
  Form,
  FormRelation,
  Label,
  ReadingDeclaration,
  Statement,
  Step,
  TypeText,
} from '../statement.ts';
import {
  formatAmount,
  formatExpression,
  formatRounding,
  formatSum,
  formatTable,
} from './format-expression.ts';

/** Gives a statement in canonical text: one line, or more with the later ones indented. */
export function formatStatement(statement: Statement): string[] {
  switch (statement.kind) {
    case 'fact':
      return [formatFact(statement)];
    case 'constant':
      return [formatConstant(statement)];
    case 'let': {
      const { name, label, value } = statement;
      const start = `let ${name}${formatOwn(label)} =`;
      if (value.kind !== 'table') return [`${start} ${formatExpression(value)}`];
      return withRows(start, formatTable(value.table));
    }
    case 'for':
      return [`for ${statement.condition ? formatExpression(statement.condition) : 'everyone'}`];
    case 'needs':
      return [`needs ${statement.evidence.map(({ name }) => name).join(', ')}`];
    case 'reading':
      return formatReading(statement);
    case 'award':
      return formatAward(statement);
    default: {
      const verb = statement.kind === 'exclude' ? 'exclude' : 'review';
      const condition = formatExpression(statement.condition);
      const { because, becauseLabel } = statement;
      return [`${verb} when ${condition} because ${because}${formatOwn(becauseLabel)}`];
    }
  }
}

function withRows(start: string, [head = '', ...rows]: readonly string[]): string[] {
  return [`${start} ${head}`, ...rows.map((row) => `  ${row}`)];
}

function formatLabel({ ko, en }: Label): string {
  return ko === en ? `"${ko}"` : `"${ko}" / "${en}"`;
}

/** Gives the text behind a name, with a space before it; nothing where there is none. */
function formatOwn(label: Label | undefined): string {
  return label ? ` ${formatLabel(label)}` : '';
}

function formatFact(fact: FactDeclaration): string {
  const type = formatType(fact.type);
  const least = fact.least ? ` at least ${formatSum(fact.least)}` : '';
  const most = fact.most ? ` at most ${formatSum(fact.most)}` : '';
  const usual =
    fact.fallback && (fact.isNoneUnlessStated ? 'none' : formatExpression(fact.fallback));
  const fallback = usual === undefined ? '' : `, ${usual} unless stated,`;
  const label = fact.label ? ` ${formatLabel(fact.label)}` : '';
  const start = `fact ${fact.name} : ${type}${least}${most}${fallback}`;
  return `${start} from ${fact.source.name}${label}`;
}

function formatType({ words, isList, choices, choiceLabels, fields }: TypeText): string {
  if (fields) return `list of (${fields.map(formatField).join(', ')})`;
  const name = `${isList ? 'list of ' : ''}${words.join(' ')}`;
  if (!choices) return name;
  const values = choices.map((choice) => formatChoice(choice, choiceLabels));
  return `${name}(${values.join(', ')})`;
}

function formatField({ name, type, least, most, label }: FieldText): string {
  const low = least ? ` at least ${formatSum(least)}` : '';
  const high = most ? ` at most ${formatSum(most)}` : '';
  return `${name} : ${formatType(type)}${low}${high}${label ? ` ${formatLabel(label)}` : ''}`;
}

function formatChoice(choice: string, labels: ReadonlyMap<string, Label> | undefined): string {
  const label = labels?.get(choice);
  return label ? `${choice} ${formatLabel(label)}` : choice;
}

function formatReading(reading: ReadingDeclaration): string[] {
  const { name, label, choices, choiceLabels, taken } = reading;
  const [first = '', ...others] = choices.map((choice) => formatChoice(choice, choiceLabels));
  const lines = [
    `reading ${name}${formatOwn(label)} = ${first}`,
    ...others.map((one) => `  or ${one}`),
  ];
  if (taken) lines.push(`  taken ${taken.name} because ${formatLabel(taken.because)}`);
  return lines;
}

function formatConstant({ name, label, values, cited }: ConstantDeclaration): string {
  const dated = values.map(({ value, from }) => {
    return from === undefined ? formatAmount(value) : `${formatAmount(value)} from ${from}`;
  });
  const source = cited ? ` source ${formatLabel(cited)}` : '';
  return `constant ${name}${formatOwn(label)} = ${dated.join(', ')}${source}`;
}

function formatAward({ forms }: AwardStatement): string[] {
  const lines = forms.map(formatForm);
  return lines.flatMap((form, index) => {
    const isLast = index === lines.length - 1;
    const [first = '', ...rest] = form;
    const word = forms[index]?.isPreferred ? 'or if preferred' : 'or';
    const start = index === 0 ? `award ${first}` : `  ${word} ${first}`;
    const all = [start, ...rest.map((line) => `  ${line}`)];
    if (!isLast) all.push(`${all.pop() ?? ''},`);
    return all;
  });
}

function formatForm(form: Form): string[] {
  const label = form.label ? `${formatLabel(form.label)} ` : '';
  const start = `${form.remedy.name} ${label}`;
  const [first = '', ...rows] =
    form.amount.kind === 'table' ? formatTable(form.amount.table) : [formatAmount(form.amount)];
  const { short, long } = formatDetails(form);
  const guard = form.guard ? `when ${formatExpression(form.guard)}` : undefined;
  const isShort = rows.length === 0 && long.length === 0;
  if (guard !== undefined) (isShort ? short : long).push(guard);
  if (rows.length > 0) return [start + first, ...rows, ...short, ...long];
  return [[start + first, ...short].join(' '), ...long];
}

/** Gives what follows an amount: what stays on its line, and what gets lines of its own. */
function formatDetails(form: Form): { readonly short: string[]; readonly long: string[] } {
  const short = [
    form.each ? `at ${formatSum(form.each)} each` : undefined,
    form.inUnit ? `in ${form.inUnit.name}` : undefined,
  ].filter((part) => part !== undefined);
  const long = [
    ...form.steps.map(formatStep),
    ...form.burdens.map(formatBurden),
    ...(form.relation ? [formatRelation(form.relation)] : []),
    ...(form.spread ? [`spread over ${formatSum(form.spread)}`] : []),
    ...(form.payable ? [formatPayable(form.payable)] : []),
  ];
  return { short, long };
}

function formatStep(step: Step): string {
  const then = step.hasThen ? 'then ' : '';
  switch (step.kind) {
    case 'cap':
      return `${then}at most ${formatSum(step.value)}`;
    case 'floor':
      return `${then}at least ${formatSum(step.value)}`;
    case 'less':
      return `${then}less ${formatSum(step.value)}`;
    case 'round':
      return `${then}${formatRounding(step.rounding)}`;
    default: {
      const bound = step.bound === 'below' ? 'below' : 'up to';
      return `${then}nothing ${bound} ${formatSum(step.value)}`;
    }
  }
}

function formatBurden(burden: Burden): string {
  switch (burden.kind) {
    case 'expires':
      return `expires ${burden.bound} ${formatSum(burden.after)}`;
    case 'requires':
      return `requires ${burden.what}${burden.least ? ` of ${formatSum(burden.least)}` : ''}`;
    case 'renews':
      return 'renews';
    default:
      return `first ${formatSum(burden.count)} only`;
  }
}

function formatRelation({ kind, clauses }: FormRelation): string {
  const names = clauses.map(({ name }) => name).join(' and ');
  if (kind === 'instead') return `instead of ${names}`;
  return names === '' ? 'in addition' : `in addition to ${names}`;
}

function formatPayable({ how, condition }: NonNullable<Form['payable']>): string {
  return `payable ${how.name}${condition ? ` if ${formatExpression(condition)}` : ''}`;
}
