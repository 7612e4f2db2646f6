/** What a page of the server is asked through. */
interface Asked {
  request(path: string, init: RequestInit): Response | Promise<Response>;
}

export interface ShownPage {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** A browser without scripts: keeps cookies, sends forms, follows redirects. */
export interface FormBrowser {
  open(path: string, fields?: Readonly<Record<string, string | File>>): Promise<ShownPage>;
  /** Sends a form as the site's own script does. */
  sendAsScript(path: string, fields: Readonly<Record<string, string | File>>): Promise<ShownPage>;
}

/** Opens a browser without scripts on an application. */
export function openFormBrowser(app: Asked): FormBrowser {
  const cookies = new Map<string, string>();
  const keep = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  async function send(
    path: string,
    asked: { body: FormData | undefined; accept: string },
  ): Promise<ShownPage> {
    const { body, accept } = asked;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, accept, 'sec-fetch-site': 'same-origin' },
      ...(body === undefined ? {} : { body }),
    });
    keep(response);
    const location = response.headers.get('location');
    if (location !== null) return send(location, { body: undefined, accept });
    const { status, headers } = response;
    return { path, status, headers, html: await response.text() };
  }
  const toBody = (fields: Readonly<Record<string, string | File>>): FormData => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return body;
  };
  return {
    open: (path, fields) =>
      send(path, { body: fields === undefined ? undefined : toBody(fields), accept: 'text/html' }),
    sendAsScript: (path, fields) =>
      send(path, { body: toBody(fields), accept: 'application/json' }),
  };
}
