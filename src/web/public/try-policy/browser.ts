import { type PolicyDocument, parsePolicy, renderExplanation } from '../../../policy/index.ts';
import type { TryPolicyMessages } from '../../messages/ko/try-policy.ts';
import { type Answers, type Trial, tryAnswers } from './try-answers.ts';

// The project is compiled without the DOM library; these are the few parts of it used here.
interface PageElement {
  className: string;
  hidden: boolean;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  append(...children: readonly (PageElement | string)[]): void;
  replaceChildren(...children: readonly (PageElement | string)[]): void;
  querySelectorAll<E extends PageElement>(selector: string): Iterable<E>;
  addEventListener(type: string, listen: (event: { preventDefault(): void }) => void): void;
}
interface Control extends PageElement {
  readonly name: string;
  readonly value: string;
  readonly checked?: boolean;
}
interface Page {
  querySelector<E extends PageElement>(selector: string): E | null;
  getElementById(id: string): PageElement | null;
  createElement(name: string): PageElement;
}

const page = (globalThis as unknown as { readonly document: Page }).document;

function element(name: string, ...children: readonly (PageElement | string)[]): PageElement {
  const made = page.createElement(name);
  made.append(...children);
  return made;
}

function readAnswers(form: PageElement): Answers {
  const texts = new Map<string, string>();
  const units = new Map<string, string>();
  const evidence: string[] = [];
  for (const control of form.querySelectorAll<Control>('input, select, textarea')) {
    const { name, value } = control;
    if (name === 'evidence') {
      if (control.checked) evidence.push(value);
    } else if (name.startsWith('unit:')) units.set(name.slice('unit:'.length), value);
    else texts.set(name, value);
  }
  return { texts, units, evidence };
}

/** Shows the questions that are needed, and what cannot be read at its own field. */
function showQuestions(form: PageElement, trial: Trial, words: TryPolicyMessages): void {
  for (const field of form.querySelectorAll<PageElement>('.ask')) {
    const { fact } = field.dataset;
    field.hidden = fact === undefined ? !trial.asksEvidence : !trial.asked.has(fact);
    const issue = fact === undefined ? null : page.getElementById(`issue-${fact}`);
    const expected = fact === undefined ? undefined : trial.issues.get(fact);
    if (issue) issue.textContent = expected === undefined ? '' : `${words.issue}: ${expected}`;
  }
}

/** Lines that stand under one another by their indent, as lists in lists. */
function nestLines(lines: readonly string[]): PageElement {
  const items: { text: string; under: string[] }[] = [];
  for (const line of lines) {
    const last = items.at(-1);
    if (line.startsWith('  ') && last) last.under.push(line.slice(2));
    else items.push({ text: line.trim(), under: [] });
  }
  const made = items.map(({ text, under }) =>
    under.length === 0 ? element('li', text) : element('li', text, nestLines(under)),
  );
  return element('ul', ...made);
}

function showOutcome(
  outcome: PageElement,
  { determination }: Trial,
  { words, locale }: { readonly words: TryPolicyMessages; readonly locale: 'ko' | 'en' },
): void {
  outcome.hidden = determination === undefined;
  if (!determination) return;
  const [, ...lines] = renderExplanation(determination, { locale });
  const awards = lines.slice(0, determination.awards.length);
  const isOpen = determination.status === 'undecidable';
  const steps = nestLines(lines.slice(determination.awards.length));
  outcome.replaceChildren(
    element('h3', words.status[determination.status]),
    ...awards.map((line) => element('p', element('strong', line))),
    ...(isOpen ? [] : [element('details', element('summary', words.stepsTitle), steps)]),
  );
}

function start(form: PageElement, outcome: PageElement, document: PolicyDocument): void {
  const words = JSON.parse(form.dataset.words ?? '{}') as TryPolicyMessages;
  const locale = form.dataset.locale === 'en' ? 'en' : 'ko';
  const update = () => {
    const trial = tryAnswers(document, readAnswers(form));
    showQuestions(form, trial, words);
    showOutcome(outcome, trial, { words, locale });
  };
  form.addEventListener('change', update);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    update();
  });
  // The fields are emptied after the event; the questions follow them.
  form.addEventListener('reset', () => queueMicrotask(() => queueMicrotask(update)));
  update();
}

const form = page.querySelector('#try');
const outcome = page.querySelector('#outcome');
const parsed = parsePolicy(page.querySelector('#policy')?.textContent ?? '');
if (form && outcome && parsed.ok) start(form, outcome, parsed.value);
