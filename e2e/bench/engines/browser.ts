/** Cookies and redirects, as a browser has them, towards one server. */
export class Browser {
  private readonly jar = new Map<string, string>();

  constructor(private readonly origin: string) {}

  /** The `Cookie` header. */
  get cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.origin), {
      ...init,
      redirect: "manual",
      headers: { ...(init.headers as Record<string, string>), ...(this.jar.size > 0 && { cookie: this.cookies }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(pair.indexOf("=") + 1);
      const isGone =
        value === "" || attributes.some((attribute) => /expires=Thu, 01 Jan 1970|max-age=0$/i.test(attribute.trim()));
      if (isGone) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }

  postForm(path: string, form: Record<string, string>): Promise<Response> {
    return this.send(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  }

  postJson(path: string, body: object): Promise<Response> {
    return this.send(path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.origin },
      body: JSON.stringify(body),
    });
  }

  /** Goes on as a browser does while it stays on this server; the first other answer. */
  async follow(response: Response): Promise<Response> {
    let answer = response;
    for (let step = 0; step < 10; step += 1) {
      const location = locationOf(answer, this.origin);
      if (!location || location.origin !== this.origin) return answer;
      await answer.arrayBuffer();
      answer = await this.send(location.pathname + location.search);
    }
    throw new Error("too many redirects");
  }
}

/** Where a redirect goes; null when it is none. */
export function locationOf(response: Response, origin: string): URL | null {
  const location = response.headers.get("location");
  return response.status >= 300 && response.status < 400 && location ? new URL(location, origin) : null;
}

/** The fields of the first form that posts to a path with `action` in it. */
export function readForm(html: string, action: string): { path: string; fields: Record<string, string> } {
  const form = html.split(/<form/i).find((part) => part.slice(0, part.indexOf(">")).includes(action));
  if (!form) throw new Error(`no form ${action} in ${html.slice(0, 500)}`);
  const path = /action="([^"]*)"/.exec(form)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const fields: Record<string, string> = {};
  for (const [input] of form.split(/<\/form/i)[0]?.matchAll(/<input[^>]*>/gi) ?? []) {
    const name = /\bname="([^"]*)"/.exec(input)?.[1];
    if (name) fields[name] = (/\bvalue="([^"]*)"/.exec(input)?.[1] ?? "").replaceAll("&amp;", "&");
  }
  return { path, fields };
}
