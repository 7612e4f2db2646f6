import workerUrl from './loss.worker.ts?worker&url';

/** The part of Trusted Types that is used here; absent where the browser has none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

// The console's policy lets only what this makes be run as a program (see ../../../routes.ts).
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'amends-worker',
  {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError(`${url} is no program of the console`);
      return url;
    },
  },
);

/** Starts the worker that reckons losses, also where a page may run only what it trusts. */
export function openLossWorker(): Worker {
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
}
