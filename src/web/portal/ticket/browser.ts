// Keeps a form that files a claim: while the server is away or gives a ticket, what the form
// contains stays in this page and is sent again until it is filed. The page works without it.

// The project is compiled without the DOM library; these are the few parts of it used here.
interface Place {
  hidden: boolean;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
}
interface Form {
  readonly action: string;
  submit(): void;
  addEventListener(type: 'submit', listen: (event: { preventDefault(): void }) => void): void;
}
interface BrowserWindow {
  readonly navigator: { readonly onLine: boolean };
  readonly document: {
    querySelector(selector: string): unknown;
    open(): void;
    write(page: string): void;
    close(): void;
  };
  readonly location: { assign(path: string): void };
  readonly FormData: new (form: Form) => FormData;
  addEventListener(type: 'beforeunload', listen: (event: { preventDefault(): void }) => void): void;
  addEventListener(type: 'online', listen: () => void): void;
}
interface Words {
  readonly sending: string;
  readonly unreachable: string;
  readonly ticketed: string;
}

const page = globalThis as unknown as BrowserWindow;
const place = page.document.querySelector('#keeper') as Place | null;
const form = page.document.querySelector(`#${place?.dataset.form ?? 'none'}`) as Form | null;
const words = JSON.parse(place?.dataset.words ?? '{}') as Words;

const firstPauseMs = 1500;
const longestPauseMs = 10_000;
let isSending = false;
let wake = (): void => undefined;

function tell(sentence: string): void {
  if (place === null) return;
  place.hidden = false;
  place.textContent = sentence;
}

/** Waits longer each time, at most ten seconds, by chance, so that not everybody comes at once. */
function pause(tries: number): Promise<void> {
  const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, longest * (0.5 + Math.random() / 2));
  });
}

/** Sends once; gives the answer, or undefined when the server cannot be reached or is starting. */
async function send(action: string, body: FormData): Promise<Response | undefined> {
  try {
    const headers = { accept: 'application/json' };
    const answered = await fetch(action, { method: 'POST', body, headers });
    return answered.status >= 500 ? undefined : answered;
  } catch {
    return undefined;
  }
}

/**
 * Shows the page that the server answered with. It is not asked for a second time: what was refused
 * is not sent again without another press.
 */
async function show(answered: Response, kept: Form): Promise<void> {
  if (answered.redirected) page.location.assign(answered.url);
  else if (/html/.test(answered.headers.get('content-type') ?? '')) {
    const text = await answered.text();
    page.document.open();
    page.document.write(text);
    page.document.close();
  } else kept.submit();
}

async function keepSending(kept: Form): Promise<void> {
  isSending = true;
  const body = new page.FormData(kept);
  tell(words.sending);
  for (let tries = 0; ; tries += 1) {
    const answered = await send(kept.action, body);
    if (answered === undefined) tell(words.unreachable);
    else if (answered.status === 202) {
      const { issuedAtText } = (await answered.json()) as { readonly issuedAtText: string };
      tell(words.ticketed.replace('{time}', issuedAtText));
    } else {
      isSending = false;
      const isFiled = answered.ok && /json/.test(answered.headers.get('content-type') ?? '');
      if (!isFiled)
        await show(answered, kept); // The server has something to say about it: as a page.
      else
        page.location.assign(((await answered.json()) as { readonly location: string }).location);
      return;
    }
    await pause(tries);
  }
}

if (form !== null && place !== null) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isSending) wake();
    else void keepSending(form);
  });
  page.addEventListener('online', () => wake());
  page.addEventListener('beforeunload', (event) => {
    if (isSending) event.preventDefault();
  });
  if (place.dataset.atOnce === 'true') void pause(0).then(() => keepSending(form));
}

/** On a page of the form: while the device is not connected, its form stays and says so. */
function keepPage(shown: Place, kept: Form): void {
  kept.addEventListener('submit', (event) => {
    if (page.navigator.onLine) return;
    event.preventDefault();
    shown.hidden = false;
    shown.textContent = shown.dataset.offline ?? '';
  });
  page.addEventListener('online', () => {
    shown.hidden = true;
  });
}

const pagePlace = page.document.querySelector('#page-keeper') as Place | null;
const pageForm = page.document.querySelector(
  `#${pagePlace?.dataset.form ?? 'none'}`,
) as Form | null;
if (pagePlace !== null && pageForm !== null) keepPage(pagePlace, pageForm);
