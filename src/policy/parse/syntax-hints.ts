/** What stands before and after a mistake, texts in quotes blanked out. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

interface Hint {
  /** how the text before ends, from the beginning of the statement */
  readonly before?: RegExp;
  /** how the text from the mistake on begins */
  readonly after?: RegExp;
  readonly write: string;
}

const lastWords = 400;

// What law says in words that the language has otherwise; the first that fits is told.
const hints: readonly Hint[] = [
  {
    before: /\bis (?:not )?one of(?:\s+|\s+[\p{L}\p{N}_-]+\s*)$/u,
    after: /^(?![(])/,
    write:
      'the values in brackets, `is one of (a, b)`, or the name of a list, `is one of holidays`',
  },
  {
    before: /\bis(?: within)?\s+$/,
    after: /^(?:from|within|between|\d)/,
    write: '`… is at least A and … is at most B`, or `is above`, `is below` where an end is out',
  },
  {
    before:
      /(?:[<>≤≥]=?|\bis (?:above|below|at least|at most)\b)(?:(?!\b(?:and|or|then)\b)[^<>≤≥])+$/,
    after: /^(?:[<>≤≥]|is\b)/,
    write: 'each comparison by itself: `A < B and B < C`',
  },
  { before: /%\s*$/, after: /^of\b/, write: 'a share of an amount as a product: `fee × 20 %`' },
  {
    before: /\brounded (?:up|down|half up|half even)\s*$/,
    write: 'what is rounded to, such as `rounded down to 1 KRW`',
  },
  {
    before: /\bif\b(?:(?!\belse\b)[\s\S])*\bthen\b(?:(?!\belse\b)[\s\S])*$/,
    after: /^(?:$|for\b|needs\b|exclude\b|review\b|award\b|fact\b|let\b|constant\b)/,
    write: '`else` and what holds otherwise: `if CONDITION then … else none`',
  },
  {
    after: /^(?:no more than|not more than|up to|maximum|max)\b/,
    write: '`at most X` after the amount',
  },
  {
    after: /^(?:no less than|not less than|minimum|min)\b/,
    write: '`at least X` after the amount',
  },
  {
    after: /^to (?:below|above)\b/,
    write: '`below X : …` for what goes on from the row before, or `from A to below B : …`',
  },
  {
    after: /^per\b/,
    write:
      'how many units there are: `× (begun 1 hour in outage)`, or `× outage ÷ 1 hour` for a share',
  },
  {
    before: /\b(?:any|every|all) of(?:\s*|\s+[\p{L}\p{N}_-]+\s*)$/u,
    write: 'how many there are: `size(LIST where each is …) is above 0`',
  },
];

/** Gives what to write for what is written otherwise here, or undefined. */
export function hintAround({ before, after }: Around): string | undefined {
  const end = before.slice(-lastWords);
  return hints.find((hint) => (hint.before?.test(end) ?? true) && (hint.after?.test(after) ?? true))
    ?.write;
}
