import {
  type AppEnv,
  authRoutes,
  contextOfRequest,
  createApp,
  type Platform,
} from '../../src/platform/index.ts';
import type { SignOnSettings } from '../../src/platform/sign-on/index.ts';
import { publicRoutes } from '../../src/web/public/routes.tsx';
import type { Brand } from '../../src/web/public/status/brand.ts';
import { signOnRoutes } from '../../src/web/sign-on/sign-on-routes.tsx';
import { trialClient } from './trial-issuer.ts';

/** A browser that keeps cookies and follows nothing by itself. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a form without fields, as a page of the same site does. */
  post(path: string): Promise<Response>;
}

export const publicUrl = 'http://status.test';

/** The settings of a client at an issuer, with what a test wants otherwise. */
export function signOnSettings(
  issuer: string,
  others: Partial<SignOnSettings> = {},
): SignOnSettings {
  return {
    ...{ issuer, clientId: trialClient.id, clientSecret: trialClient.secret },
    ...{ name: 'Company', groupsClaim: 'groups', rolesByGroup: new Map(), readers: 'nobody' },
    ...others,
  };
}

/** Serves sign-in and the status pages in process. */
export function openSignOnBench(
  platform: Platform,
  { signOn, brands = [] }: { signOn?: SignOnSettings; brands?: readonly Brand[] },
) {
  const site = { publicUrl, brands, ...(signOn === undefined ? {} : { signOn }) };
  const app = createApp({
    log: platform.log,
    contextOf: (c) => contextOfRequest(platform, c),
    routers: [
      { path: '/api/v1', router: authRoutes() },
      { path: '/', router: publicRoutes(site) },
      { path: '/', router: signOnRoutes(site) },
    ] satisfies Parameters<typeof createApp>[0]['routers'],
  });
  return {
    app: app as { readonly request: typeof app.request; readonly env?: AppEnv },
    /** Opens a browser of its own, at a name of the site. */
    visit(host = 'status.test'): Visitor {
      const cookies = new Map<string, string>();
      const ask = async (path: string, init: RequestInit): Promise<Response> => {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await app.request(`http://${host}${path}`, {
          ...init,
          headers: { host, ...(cookie === '' ? {} : { cookie }), ...init.headers },
        });
        for (const set of answer.headers.getSetCookie()) {
          const [pair = ''] = set.split(';');
          const [name = '', value = ''] = pair.split('=');
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        return answer;
      };
      return {
        cookies,
        get: (path, headers = {}) => ask(path, { headers }),
        post: (path) => ask(path, { method: 'POST', headers: { origin: `http://${host}` } }),
      };
    },
  };
}

/** Gives the address that an answer leads to. */
export function locationOf(answer: Response): URL {
  return new URL(answer.headers.get('location') ?? '', publicUrl);
}
