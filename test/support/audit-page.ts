import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Tells what axe-core finds on the page as it stands, and whether it is wider than the screen. */
export async function auditPage(
  page: Page,
  { width, path = new URL(page.url()).pathname }: { width: number; path?: string },
): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as { violations: readonly Violation[] };
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
  return [
    ...found.violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html ?? ''}`),
    ...(wide > width ? [`${path}: ${wide} px wide`] : []),
  ];
}
