import { getEnv } from "@/lib/env";
import { getBrowser, readBrowserTokens } from "@/lib/http/browser-cookie";
import { readCookie } from "@/lib/http/cookies";
import { createCsrfToken } from "@/lib/http/csrf";
import { findSession } from "../session";

/** A browser that keeps cookies and posts forms as the portal's pages would. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  address = "203.0.113.7";

  constructor() {
    this.#keep(getBrowser(new Headers()).setCookie ?? "");
  }

  /** The headers of a navigation. */
  get headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ cookie, "x-forwarded-for": this.address, "user-agent": "Test browser" });
  }

  get browserToken(): string {
    const [token] = readBrowserTokens(this.headers);
    if (!token) throw new Error("The test browser lost its mark.");
    return token;
  }

  /** The token a page would put into a form. */
  async csrf({ isSessionBound = false } = {}): Promise<string> {
    const found = isSessionBound ? await findSession(this.headers) : null;
    return createCsrfToken(this.browserToken, found?.session.sessionId ?? null);
  }

  /** Posts a form, with a right token unless one is given, and keeps the cookies that come back. */
  async post(
    handle: (request: Request) => Promise<Response>,
    fields: Record<string, string>,
    { isSessionBound = false, headers = {} }: { isSessionBound?: boolean; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const all = new Headers(this.headers);
    all.set("content-type", "application/x-www-form-urlencoded");
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const body = new URLSearchParams({ csrf: await this.csrf({ isSessionBound }), ...fields }).toString();
    const response = await handle(new Request(`${getEnv().issuer}/form`, { method: "POST", headers: all, body }));
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** Follows a link or a redirect to an address of the portal, and keeps the cookies that come back. */
  async open(handle: (request: Request) => Promise<Response>, path: string): Promise<Response> {
    const response = await handle(new Request(new URL(path, getEnv().issuer), { headers: this.headers }));
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** What the last refused form says again. */
  get formState(): { form: string; error: string; field: string | null; values: Record<string, string> } | null {
    const value = readCookie(this.headers, "form");
    return value ? JSON.parse(Buffer.from(value, "base64url").toString()) : null;
  }

  #keep(setCookie: string): void {
    const [pair = "", ...attributes] = setCookie.split("; ");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    if (value === "" || attributes.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Path and query of a redirect on this portal. */
export function locationOf(response: Response): string | null {
  return response.headers.get("location")?.replace(getEnv().issuer, "") ?? null;
}
