import { type PolicyDocument, parsePolicy, renderExplanation } from '../../../policy/index.ts';
import { tryPolicyMessages as en } from '../../messages/en/try-policy.ts';
import { tryPolicyMessages as ko, type TryPolicyMessages } from '../../messages/ko/try-policy.ts';
import { type Answers, notStated, type Trial, tryAnswers } from './try-answers.ts';

// The project is compiled without the DOM library; these are the few parts of it used here.
interface PageElement {
  className: string;
  disabled: boolean;
  hidden: boolean;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  focus(): void;
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
  const controls = [...form.querySelectorAll<Control>('input, select, textarea')];
  const behind = (prefix: string) =>
    controls
      .filter(({ name }) => name.startsWith(prefix))
      .map((control) => ({ ...read(control), name: control.name.slice(prefix.length) }));
  const read = ({ value, checked }: Control) => ({ value, isTicked: checked === true });
  const [units, left] = [behind('unit:'), behind('unstated:')];
  const texts = controls
    .filter(({ name }) => name !== 'evidence' && !name.includes(':'))
    .map(({ name, value }) => [name, value] as const);
  // What is written beside the tick counts more.
  const unstated = left.filter(({ isTicked }) => isTicked).map(({ name }) => [name, notStated]);
  const written = texts.filter(([, text]) => text.trim() !== '');
  return {
    texts: new Map([...(unstated as [string, string][]), ...written]),
    units: new Map(units.map(({ name, value }) => [name, value])),
    evidence: controls
      .filter(({ name, checked }) => name === 'evidence' && checked)
      .map(({ value }) => value),
  };
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
    ...(isOpen && awards.length > 0 ? [element('p', words.soFar)] : []),
    ...awards.map((line) => element('p', element('strong', line))),
    ...(isOpen ? [] : [element('details', element('summary', words.stepsTitle), steps)]),
  );
}

/** Gives the control to go on with: of what cannot be read, or of the question that is open. */
function findNext(form: PageElement, { issues, determination }: Trial): PageElement | undefined {
  if (determination !== undefined && determination.status !== 'undecidable') return undefined;
  const { texts } = readAnswers(form);
  for (const field of form.querySelectorAll<PageElement>('.ask[data-fact]')) {
    const { fact = '' } = field.dataset;
    const isNext = determination === undefined ? issues.has(fact) : !texts.get(fact);
    if (!field.hidden && isNext) return page.getElementById(`fact-${fact}`) ?? undefined;
  }
  return undefined;
}

function start(form: PageElement, outcome: PageElement, document: PolicyDocument): void {
  const locale = form.dataset.locale === 'en' ? 'en' : 'ko';
  const words = locale === 'en' ? en : ko;
  const update = () => {
    const trial = tryAnswers(document, readAnswers(form));
    showQuestions(form, trial, words);
    showOutcome(outcome, trial, { words, locale });
    return trial;
  };
  form.addEventListener('change', update);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    (findNext(form, update()) ?? outcome).focus();
  });
  // The fields are emptied after the event, and after its microtasks; the questions follow them.
  form.addEventListener('reset', () => setTimeout(update));
  update();
  for (const button of form.querySelectorAll<PageElement>('button')) button.disabled = false;
  form.hidden = false;
}

const form = page.querySelector('#try');
const outcome = page.querySelector('#outcome');
const parsed = parsePolicy(page.querySelector('#policy')?.textContent ?? '');
if (form && outcome && parsed.ok) start(form, outcome, parsed.value);
