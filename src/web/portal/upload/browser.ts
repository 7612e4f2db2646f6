import { type HttpRequest, type HttpResponse, Upload } from 'tus-js-client';

// Runs in the claimant's browser, on the page of documents only. The form works without it; with it
// a chosen document is sent at once, in parts, and goes on from the last part after a broken line.

// The project is compiled without the DOM library; these are the few parts of it used here.
interface Line {
  className: string;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
}
interface Chooser {
  readonly name: string;
  readonly files: Iterable<File> | null;
  value: string;
  after(line: Line): void;
  addEventListener(type: 'change', listen: () => void): void;
}
type Words = Readonly<Record<string, string | undefined>>;
interface Form {
  readonly dataset: Words;
  querySelector(selector: string): { remove(): void } | null;
  querySelectorAll(selector: string): Iterable<Chooser>;
}
interface Page {
  querySelector(selector: string): Form | null;
  createElement(name: string): Line;
}
const { document, location } = globalThis as unknown as {
  readonly document: Page;
  readonly location: {
    readonly pathname: string;
    readonly search: string;
    replace(to: string): void;
  };
};

const form = document.querySelector('#documents');
const chunkBytes = 1024 * 1024;
const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];

/** Says how far a document is, beside its chooser and to screen readers. */
function openLine(input: Chooser): (text: string, isProblem?: boolean) => void {
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  input.after(line);
  return (text, isProblem = false) => {
    line.className = isProblem ? 'err' : 'soft';
    if (line.textContent !== text) line.textContent = text;
  };
}

interface Refused {
  readonly originalResponse?: HttpResponse | null;
  readonly originalRequest?: HttpRequest;
}

function send(file: File, input: Chooser, words: Words): Promise<boolean> {
  const say = openLine(input);
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: words.path ?? '',
      chunkSize: chunkBytes,
      retryDelays: retryDelaysMs,
      removeFingerprintOnSuccess: true,
      metadata: { kind: input.name.replace(/^file-/, ''), filename: file.name },
      // A sentence of the server ends it; a broken line and a server that is away do not.
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (status === 0 || status >= 500) say(`${file.name}: ${words.waiting}`);
        return status === 0 || status >= 500 || status === 409 || status === 423;
      },
      onProgress: (sent, all) =>
        say(`${file.name}: ${words.sending} ${Math.floor((sent / Math.max(all, 1)) * 100)}%`),
      onError: (error) => {
        const text = (error as Refused).originalResponse?.getBody() ?? '';
        say(text === '' ? `${file.name}: ${words.waiting}` : text, true);
        resolve(false);
      },
      onSuccess: () => {
        say(`${file.name}: ${words.done}`);
        resolve(true);
      },
    });
    upload
      .findPreviousUploads()
      .then(([previous]) => {
        if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
      })
      .finally(() => upload.start());
  });
}

async function sendChosen(input: Chooser, words: Words): Promise<void> {
  const files = [...(input.files ?? [])];
  const sent: boolean[] = [];
  for (const file of files) sent.push(await send(file, input, words));
  // What was received is in the list of the page; nothing is left for the form to send again.
  input.value = '';
  if (sent.length > 0 && sent.every((isSent) => isSent)) {
    location.replace(location.pathname + location.search);
  }
}

if (form !== null) {
  // Chosen is sent: a button that sends what was chosen would find nothing, and say so as an error.
  form.querySelector('button[value=stay]')?.remove();
  for (const input of form.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', () => sendChosen(input, form.dataset));
  }
}
