import { type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import type { MadePerson } from "../fixtures/portal";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A browser without JavaScript, with a connection for each request, so that a balancer may lead each to another portal. */
class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  get(path: string): Promise<Answer> {
    return this.ask("GET", path);
  }

  /** Posts the form of a page that has a field of this name, with its hidden fields. */
  async post(
    page: string,
    fields: Record<string, string>,
    { path, isMultipart }: { path: string; isMultipart: boolean },
  ) {
    const [name = ""] = Object.keys(fields);
    const form = page.split("<form").find((each) => each.split("</form>")[0]?.includes(`name="${name}"`));
    if (form === undefined) throw new Error(`the page has no form with ${name}: ${page.slice(0, 300)}`);
    const hidden = (form.split("</form>")[0] ?? "").match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
    const all = new FormData();
    for (const input of hidden) all.append(attribute(input, "name"), attribute(input, "value"));
    for (const [field, value] of Object.entries(fields)) all.set(field, value);
    const pairs = [...all].map(([field, value]): [string, string] => [field, String(value)]);
    const encoded = new Response(isMultipart ? all : new URLSearchParams(pairs));
    return this.ask("POST", path, {
      type: encoded.headers.get("content-type") ?? "",
      body: Buffer.from(await encoded.arrayBuffer()),
    });
  }

  private async ask(method: string, path: string, sent?: { type: string; body: Buffer }): Promise<Answer> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { cookie, origin: this.url, ...(sent && { "content-type": sent.type }) };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const asking = request(new URL(path, this.url), { method, headers, agent: false }, (response) => {
        const { statusCode = 0 } = response;
        text(response).then((body) => resolve({ status: statusCode, headers: response.headers, body }), reject);
      });
      asking.once("error", reject);
      asking.end(sent?.body);
    });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return answer;
  }
}

function attribute(tag: string, name: string): string {
  const [, value = ""] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}

/**
 * Signs a person in, opens their profile, lets `between` happen, and saves another name by the form that was drawn before.
 * @returns the status of the answer to that form, and whether the profile has the name afterwards
 */
export async function saveProfileAcross(
  { url, person }: { url: string; person: MadePerson },
  between: () => void | Promise<void>,
): Promise<{ status: number; isSaved: boolean }> {
  const browser = new Browser(url);
  const login = await browser.get("/login");
  const { email, password } = person;
  await browser.post(login.body, { username: email, password }, { path: "/login/submit", isMultipart: false });
  const page = await browser.get("/account");
  await between();
  const name = `Kim ${Math.trunc(performance.now())}`;
  const fields = { name, locale: "", zoneinfo: "", theme: "system" };
  const { status } = await browser.post(page.body, fields, { path: "/account", isMultipart: true });
  const after = await browser.get("/account");
  return { status, isSaved: after.body.includes(`value="${name}"`) };
}
