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
    body?: FormData,
  ): Promise<{ path: string; response: Response }> {
    const response = await request(
      path,
      body === undefined ? { method: 'GET' } : { method: 'POST', body },
    );
    const location = response.headers.get('location');
    return location === null ? { path, response } : follow(location);
  }
  return {
    cookies,
    request,
    async open(path, fields) {
      const body = fields === undefined ? undefined : new FormData();
      for (const [name, value] of Object.entries(fields ?? {})) body?.append(name, value);
      const { path: reached, response } = await follow(path, body);
      const { status, headers } = response;
      return { path: reached, status, headers, html: await response.text() };
    },
  };
}
