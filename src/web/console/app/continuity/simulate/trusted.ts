import workerUrl from './loss.worker.ts?worker&url';

/** The part of Trusted Types that is used here; absent where the browser has none. */
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Rules;
}

interface Rules {
  createScriptURL(url: string): string;
  createHTML(text: string): string;
}

/** What a picture of losses is drawn with. */
const shapes: ReadonlySet<string> = new Set([
  ...['svg', 'title', 'desc', 'defs', 'marker', 'g'],
  ...['rect', 'path', 'polygon', 'polyline', 'line', 'circle', 'text', 'tspan'],
]);

const rules: Rules = {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError(`${url} is no program of the console`);
    return url;
  },
  createHTML(svg) {
    for (const [, name = ''] of svg.matchAll(/<\/?([^\s<>/]*)/g)) {
      if (!shapes.has(name)) throw new TypeError(`<${name}> is no part of a picture`);
    }
    return svg;
  },
};

// The console's policy lets nothing else become a program or markup (see ../../../routes.ts).
const trusted =
  (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
    'amends-losses',
    rules,
  ) ?? rules;

/** Starts the worker that reckons losses. */
export function openLossWorker(): Worker {
  return new Worker(trusted.createScriptURL(workerUrl), { type: 'module' });
}

/**
 * Reads a drawn picture.
 *
 * @throws TypeError for text with an element that no picture is drawn with
 */
export function readPicture(svg: string): Element {
  const text = trusted.createHTML(svg);
  return new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
}
