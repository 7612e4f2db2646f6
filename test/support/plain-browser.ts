/** A page as a browser without scripts comes to it, after every redirect. */
export interface OpenedPage {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** A browser without scripts that talks to an application in the same process; keeps its cookies. */
export interface PlainBrowser {
  readonly cookies: Map<string, string>;
  open(path: string, fields?: Readonly<Record<string, string | File>>): Promise<OpenedPage>;
  /** Sends a form as the site's own script does. */
  sendAsScript(path: string, fields: Readonly<Record<string, string | File>>): Promise<OpenedPage>;
  /** Sends a request as it is, with the cookies, and follows nothing. */
  request(path: string, init: RequestInit): Promise<Response>;
}

/** What answers requests: an application in the same process. */
interface Asked {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

/** Opens a browser without scripts on an application. */
export function openPlainBrowser(app: Asked): PlainBrowser {
  const cookies = new Map<string, string>();
  async function request(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, {
      ...init,
      headers: { cookie, 'sec-fetch-site': 'same-origin', ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  async function follow(
    path: string,
    { fields, accept }: { fields?: Readonly<Record<string, string | File>>; accept: string },
  ): Promise<OpenedPage> {
    const body = fields === undefined ? undefined : new FormData();
    for (const [name, value] of Object.entries(fields ?? {})) body?.append(name, value);
    const sent = body === undefined ? { method: 'GET' } : { method: 'POST', body };
    const response = await request(path, { ...sent, headers: { accept } });
    const location = response.headers.get('location');
    if (location !== null) return follow(location, { accept });
    const { status, headers } = response;
    return { path, status, headers, html: await response.text() };
  }
  return {
    cookies,
    request,
    open: (path, fields) =>
      follow(path, { accept: 'text/html', ...(fields === undefined ? {} : { fields }) }),
    sendAsScript: (path, fields) => follow(path, { accept: 'application/json', fields }),
  };
}
