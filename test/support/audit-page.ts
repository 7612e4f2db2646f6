import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly html: string;
}

// What passes is most of what axe-core finds; it is neither described nor sent here.
const run = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes: [node] }) => ({ id, html: node?.html ?? '' })))`;

/** Tells what axe-core finds on the page as it stands, and whether it is wider than the screen. */
export async function auditPage(
  page: Page,
  { width, path = new URL(page.url()).pathname }: { width: number; path?: string },
): Promise<readonly string[]> {
  await page.evaluate(axe);
  const violations = (await page.evaluate(run)) as readonly Violation[];
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
  return [
    ...violations.map(({ id, html }) => `${path}: ${id}: ${html}`),
    ...(wide > width ? [`${path}: ${wide} px wide`] : []),
  ];
}

let copyPage: Promise<Page> | undefined;

async function openCopyPage(): Promise<Page> {
  const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: true });
  return context.newPage();
}

/**
 * Looks at a page of a browser without scripts, where axe-core cannot run: at a copy of it, in a page of
 * 390 px that is kept for the next.
 */
export async function auditCopy(page: Page): Promise<readonly string[]> {
  copyPage ??= openCopyPage();
  const copy = await copyPage;
  await copy.setContent((await page.content()).replaceAll(' autofocus', ''));
  return auditPage(copy, { width: 390, path: new URL(page.url()).pathname });
}
