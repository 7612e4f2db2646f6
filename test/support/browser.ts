import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll } from 'vitest';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page may take on a busy machine, in milliseconds. */
const patience = 90_000;

let browser: Browser | undefined;

/** Opens a fresh browser profile on Debian's Chromium; closed after the file's tests. */
export async function openBrowser(options: {
  locale: string;
  width: number;
  isScriptOn: boolean;
}): Promise<BrowserContext> {
  const executablePath = '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error('Chromium is not installed: apt-get install chromium fonts-nanum');
  }
  if (browser === undefined) {
    browser = await chromium.launch({ executablePath, args });
    afterAll(() => browser?.close());
  }
  const context = await browser.newContext({
    locale: options.locale,
    viewport: { width: options.width, height: 844 },
    javaScriptEnabled: options.isScriptOn,
  });
  context.setDefaultTimeout(patience);
  return context;
}
