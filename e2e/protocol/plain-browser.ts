import { type APIRequestContext, type APIResponse, request } from "playwright/test";
import type { Person } from "../fixtures/portal";

/** A form of a page, as a browser without JavaScript would send it. */
interface PageForm {
  action: string;
  hidden: [name: string, value: string][];
}

/**
 * The simplest possible browser: cookies, forms, and redirects that it follows one at a time. It knows the pages only
 * by the names of their fields.
 */
export class PlainBrowser {
  private constructor(
    private readonly http: APIRequestContext,
    private readonly portalUrl: string,
    private readonly onAnswer: (answer: APIResponse) => void,
  ) {}

  /** @param onAnswer is told of every answer to `get` and `post` */
  static async open(portalUrl: string, onAnswer: (answer: APIResponse) => void = () => {}): Promise<PlainBrowser> {
    return new PlainBrowser(await request.newContext({ baseURL: portalUrl }), portalUrl, onAnswer);
  }

  close(): Promise<void> {
    return this.http.dispose();
  }

  async get(url: string): Promise<APIResponse> {
    const answer = await this.http.get(url, { maxRedirects: 0 });
    this.onAnswer(answer);
    return answer;
  }

  /** Posts a form; `fields` come after the page's hidden ones. */
  async post(url: string, fields: [name: string, value: string][]): Promise<APIResponse> {
    const answer = await this.http.post(url, {
      maxRedirects: 0,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: this.portalUrl },
      data: new URLSearchParams(fields).toString(),
    });
    this.onAnswer(answer);
    return answer;
  }

  /** Posts any body, with exactly these headers besides the cookies. */
  postBody(url: string, body: string, headers: Record<string, string>): Promise<APIResponse> {
    return this.http.post(url, { maxRedirects: 0, headers, data: body });
  }

  /** The Cookie header that it sends. */
  async readCookies(): Promise<string> {
    const { cookies } = await this.http.storageState();
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  /** The form of a page that is sent to `action`. @throws when the page has none */
  async readForm(url: string, action: string): Promise<PageForm> {
    const response = await this.get(url);
    const page = await response.text();
    const [, body] = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, "s").exec(page) ?? [];
    if (body === undefined) throw new Error(`${url} (${response.status()}) has no form for ${action}`);
    const inputs = body.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
    return { action, hidden: inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]) };
  }

  /** Signs in on the page where the browser was sent; answers where it is sent next. */
  async signIn(loginUrl: string, person: Person): Promise<string> {
    const form = await this.readForm(loginUrl, "/login/submit");
    const response = await this.post(form.action, [
      ...form.hidden,
      ["username", person.email],
      ["password", person.password],
    ]);
    return locationOf(response);
  }

  /** Answers on the consent page; answers where the browser is sent next. */
  async answer(consentUrl: string, answer: "allow" | "deny", scopes: string[] = []): Promise<string> {
    const form = await this.readForm(consentUrl, "/consent/submit");
    const ticked = scopes.map((scope): [string, string] => ["scope", scope]);
    return locationOf(await this.post(form.action, [...form.hidden, ...ticked, ["answer", answer]]));
  }

  /** The whole way of an authorization request, back to the client. */
  async authorize(authorizeUrl: string, person: Person, scopes: string[] = []): Promise<URL> {
    let next = locationOf(await this.get(authorizeUrl));
    if (next.startsWith(`${this.portalUrl}/login`)) next = await this.signIn(next, person);
    if (next.startsWith(`${this.portalUrl}/consent`)) next = await this.answer(next, "allow", scopes);
    return new URL(next);
  }
}

/** Where a response redirects to. @throws when it does not */
export function locationOf(response: APIResponse): string {
  const location = response.headers().location;
  if (location === undefined) throw new Error(`${response.url()} answered ${response.status()} without a redirect`);
  return location;
}

/**
 * Where an error leads: the redirect, or the link of the page that names the client's host first, when nobody looked at
 * the client (RFC 9700 §4.11.2). @throws when there is neither
 */
export function readErrorAddress({ location, text }: { location: string | null; text: string }): string {
  if (location !== null) return location;
  const [link] = /<a id="go-on"[^>]*>/.exec(text) ?? [];
  if (link === undefined) throw new Error(`There is no redirect and no link to the client: ${text.slice(0, 200)}`);
  const address = attribute(link, "href");
  if (!text.includes(`Continue to ${new URL(address).host}`)) throw new Error(`The page does not name ${address}`);
  return address;
}

/** The same, of the browser's answer. */
export async function errorAddressOf(response: APIResponse): Promise<string> {
  return readErrorAddress({ location: response.headers().location ?? null, text: await response.text() });
}

function attribute(tag: string, name: string): string {
  const [, value = ""] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}
