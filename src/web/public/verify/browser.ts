import {
  parseNoteKey,
  type ReceiptVerdict,
  verifyReceipt,
} from '../../../disclosure/verifier/index.ts';
import type { PublicMessages } from '../../messages/ko/public.ts';

// The project is compiled without the DOM library; these are the few parts of it used here.
interface PageElement {
  className: string;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  append(...children: readonly (PageElement | string)[]): void;
  replaceChildren(...children: readonly (PageElement | string)[]): void;
  focus(): void;
  addEventListener(type: 'submit', listen: (event: { preventDefault(): void }) => void): void;
}
interface FileInput extends PageElement {
  readonly files: readonly { readonly size: number; text(): Promise<string> }[] | null;
}
interface TextInput extends PageElement {
  value: string;
}
interface Page {
  querySelector<E extends PageElement>(selector: string): E | null;
  createElement(name: string): PageElement;
}

type Words = PublicMessages['check'];

interface BrowserWindow {
  readonly document: Page;
  readonly location: { readonly hash: string };
  atob(text: string): string;
}
const browser = globalThis as unknown as BrowserWindow;
const page = browser.document;
const receiptBytesMax = 200_000;

function element(
  name: string,
  options: { className?: string; children: readonly (PageElement | string)[] },
): PageElement {
  const made = page.createElement(name);
  if (options.className !== undefined) made.className = options.className;
  made.append(...options.children);
  return made;
}

function renderVerdict({ verdict, checks }: ReceiptVerdict, words: Words): PageElement {
  const next = {
    proved: '',
    promised: words.promisedNext,
    ticketed: words.ticketedNext,
    refused: words.refusedNext,
  }[verdict];
  const rows = checks.map(({ code, status, detail }) =>
    element('li', {
      className: status,
      children: [
        element('span', { children: [words.status[status]] }),
        element('span', {
          children: [
            words.checkName[code],
            detail === undefined ? '' : ` (${detail})`,
            ...(status === 'not_made' && words.notMade[code] !== undefined
              ? [element('small', { children: [words.notMade[code]] })]
              : []),
          ],
        }),
      ],
    }),
  );
  return element('section', {
    className: `result ${verdict}`,
    children: [
      element('h2', { children: [words.verdict[verdict]] }),
      element('p', { children: [next] }),
      element('ul', { className: 'checks', children: rows }),
    ],
  });
}

function renderError(sentence: string): PageElement {
  return element('p', { className: 'err', children: [sentence] });
}

async function readInput(words: Words): Promise<string | PageElement> {
  const [file] = page.querySelector<FileInput>('#file')?.files ?? [];
  if (file !== undefined && file.size > receiptBytesMax) return renderError(words.tooLarge);
  const text =
    file === undefined ? (page.querySelector<TextInput>('#text')?.value ?? '') : await file.text();
  return text.trim() === '' ? renderError(words.emptyError) : text;
}

async function check(form: PageElement): Promise<PageElement> {
  const words = JSON.parse(form.dataset.words ?? '{}') as Words;
  const input = await readInput(words);
  if (typeof input !== 'string') return input;
  const key = parseNoteKey(form.dataset.key ?? '');
  const earlierKeys = (form.dataset.earlier ?? '')
    .split(' ')
    .flatMap((line) => parseNoteKey(line) ?? []);
  try {
    const receipt: unknown = JSON.parse(input);
    return renderVerdict(
      verifyReceipt(receipt, key === undefined ? {} : { key, earlierKeys }),
      words,
    );
  } catch {
    return renderError(words.jsonError);
  }
}

const form = page.querySelector('#check');
const outcome = page.querySelector('#outcome');

function showResult(): void {
  if (form === null) return;
  void check(form).then((shown) => {
    outcome?.replaceChildren(shown);
    outcome?.focus();
  });
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  showResult();
});

/** Takes the receipt of a QR code: it stands behind the `#`, in base64url, and was not sent. */
function readFragment(): string | undefined {
  const text = browser.location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/');
  if (text.length < 100 || text.length > receiptBytesMax) return undefined;
  try {
    const bytes = Uint8Array.from(browser.atob(text), (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

const given = readFragment();
const input = page.querySelector<TextInput>('#text');
if (given !== undefined && input !== null) {
  input.value = given;
  showResult();
}
