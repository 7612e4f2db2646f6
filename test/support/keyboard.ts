import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Stop {
  readonly isThere: boolean;
  readonly isSeen: boolean;
  readonly html: string;
}

/** Runs in the page: what has the focus, and whether that is seen, on it or on its card. */
const focused = `(wanted) => {
  const at = document.activeElement;
  if (at === null || at === document.body) return { isThere: false, isSeen: true, html: '' };
  const ringed = [at, at.closest('.card')].filter((one) => one !== null);
  const isSeen = ringed.some((one) => getComputedStyle(one).outlineStyle !== 'none');
  return { isThere: at.matches(wanted), isSeen, html: at.outerHTML.slice(0, 120) };
}`;

/** Presses Tab until the control is reached; every stop on the way has to show its focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(`(${focused})(${JSON.stringify(selector)})`)) as Stop;
    expect(stop, stop.html).toMatchObject({ isSeen: true });
    if (stop.isThere) return;
  }
  throw new Error(`${selector} is not reached with Tab at ${page.url()}`);
}
