import { createHash, randomBytes } from "node:crypto";
import type { MadePerson, Person, RegisteredClient } from "../fixtures/portal";
import { PlainBrowser } from "../protocol/plain-browser";

/** What was asked for. */
export type Act = "sign-in" | "code exchange" | "refresh" | "client credentials" | "act on an app";

/** A request as whoever sent it saw it. Times are milliseconds by `performance.now()`. */
export interface Answer {
  act: Act;
  askedAt: number;
  answeredAt: number;
  /** 0: there was no answer; -1: the answer led nowhere */
  status: number;
  hasRetryAfter: boolean;
}

const PEOPLE = 4;
const SERVICES = 4;
const REFRESHES = 3;
const REDIRECT_URI = "https://client.example/callback";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const isRight = ({ status }: Answer) => status > 0 && status < 400;

/** What the load works on. */
export interface LoadedPortal {
  portal: {
    createUser: () => Promise<MadePerson>;
    createClient: (metadata: Record<string, unknown>) => Promise<RegisteredClient>;
  };
  url: string;
}

/** A request that was not answered as it should be. It is noted; whoever sent it begins anew. */
class UnansweredError extends Error {}

interface Tokens {
  access_token: string;
  refresh_token?: string;
}

/**
 * People who sign in, apps that exchange codes and refresh tokens, and services that get tokens for themselves, all the
 * time, at both instances. Keeps every token that was acknowledged.
 */
export class Load {
  readonly answers: Answer[] = [];
  private readonly acknowledged: { token: string; client: RegisteredClient }[] = [];
  private isStopped = false;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly url: string,
    private readonly web: RegisteredClient,
    private readonly service: RegisteredClient,
  ) {}

  /** @param options `hasActs`: programs also register apps, read, change and delete them */
  static async start({ portal, url }: LoadedPortal, { hasActs = false } = {}): Promise<Load> {
    const web = await portal.createClient({
      client_name: "Acme Calendar",
      redirect_uris: [REDIRECT_URI],
      grant_types: ["authorization_code", "refresh_token"],
      scope: "openid profile offline_access",
    });
    const service = await portal.createClient({ client_name: "Service", grant_types: ["client_credentials"] });
    const people: Person[] = [];
    for (let count = 0; count < PEOPLE; count += 1) people.push(await portal.createUser());
    const load = new Load(url, web, service);
    load.running = Promise.all([
      ...people.map((person) => load.repeat(() => load.visit(person))),
      ...Array.from({ length: SERVICES }, () => load.repeat(() => load.serve())),
      ...(hasActs ? [load.repeat(() => load.manageApp())] : []),
    ]);
    return load;
  }

  /** Resolves when this many more requests were answered right. @throws when that takes more than two minutes */
  async waitForRight(count: number): Promise<void> {
    const deadline = performance.now() + 120_000;
    const countRight = () => this.answers.filter(isRight).length;
    for (const wanted = countRight() + count; countRight() < wanted; await pause(20)) {
      if (performance.now() > deadline) throw new Error(`the load came to a halt at ${countRight()} right answers`);
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  get countOfTokens(): number {
    return this.acknowledged.length;
  }

  /** Acknowledged tokens that the portal does not know any more. @see RFC 7662 §2.2 */
  async countLost(): Promise<number> {
    const left = [...this.acknowledged];
    let lost = 0;
    const check = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const answer = await this.post("/oauth/introspect", next.client, { token: next.token });
        const { active } = (await answer.json()) as { active: boolean };
        if (!active) lost += 1;
      }
    };
    await Promise.all(Array.from({ length: 8 }, check));
    return lost;
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    while (!this.isStopped) {
      await work().catch((error: unknown) => {
        if (!(error instanceof UnansweredError)) throw error;
        return pause(50);
      });
    }
  }

  /** From an app to the sign-in page and back with a code, to its first tokens, and to the next ones. */
  private async visit(person: Person): Promise<void> {
    const verifier = randomBytes(32).toString("base64url");
    const code = await this.signIn(person, createHash("sha256").update(verifier).digest("base64url"));
    const exchange = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
    let { refresh_token: refreshToken = "" } = await this.getTokens("code exchange", this.web, exchange);
    for (let count = 0; count < REFRESHES; count += 1) {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken };
      // Not every client gets a new one each time.
      ({ refresh_token: refreshToken = refreshToken } = await this.getTokens("refresh", this.web, form));
    }
    // The refresh tokens before it were used up.
    this.acknowledged.push({ token: refreshToken, client: this.web });
  }

  private async serve(): Promise<void> {
    await this.getTokens("client credentials", this.service, { grant_type: "client_credentials" });
    await pause(10);
  }

  /** A program registers an app, reads, changes and deletes it. @see RFC 7591 §3, RFC 7592 §2 */
  private async manageApp(): Promise<void> {
    const metadata = { client_name: "Acme Notes", redirect_uris: [REDIRECT_URI] };
    const app = await this.act("POST", `${this.url}/oauth/register`, 201, null, metadata);
    const [place, token] = [String(app.registration_client_uri), String(app.registration_access_token)];
    const read = await this.act("GET", place, 200, token);
    const current = String(read.registration_access_token ?? token);
    const { client_id, client_secret } = app;
    const changes = { ...metadata, client_id, client_secret, client_name: "Acme Notes and Lists" };
    const changed = await this.act("PUT", place, 200, current, changes);
    await this.act("DELETE", place, 204, String(changed.registration_access_token ?? current));
    await pause(50);
  }

  /** @throws {UnansweredError} when the answer is another one than `expected` */
  private async act(
    method: string,
    address: string,
    expected: number,
    token: string | null,
    body?: object,
  ): Promise<Record<string, unknown>> {
    const askedAt = performance.now();
    const headers = { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) };
    const response = await fetch(address, { method, headers, body: body ? JSON.stringify(body) : null }).catch(
      () => null,
    );
    const answer = (await response?.json().catch(() => null)) as Record<string, unknown> | null | undefined;
    const status =
      response === null ? 0 : response.status === expected ? expected : response.status < 400 ? -1 : response.status;
    const hasRetryAfter = response?.headers.has("retry-after") ?? false;
    this.answers.push({ act: "act on an app", askedAt, answeredAt: performance.now(), status, hasRetryAfter });
    if (status !== expected) throw new UnansweredError();
    return answer ?? {};
  }

  /** @returns the code */
  private async signIn(person: Person, challenge: string): Promise<string> {
    let askedAt = performance.now();
    let last: Answer | undefined;
    const note = (status: number, hasRetryAfter: boolean) => {
      last = { act: "sign-in", askedAt, answeredAt: performance.now(), status, hasRetryAfter };
      this.answers.push(last);
      askedAt = performance.now();
    };
    const browser = await PlainBrowser.open(this.url, (answer) => {
      note(answer.status(), answer.headers()["retry-after"] !== undefined);
    });
    const query = new URLSearchParams({
      client_id: this.web.client_id,
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      scope: "openid profile offline_access",
      prompt: "consent",
      code_challenge: challenge,
      code_challenge_method: "S256",
    });
    try {
      const back = await browser.authorize(`${this.url}/oauth/authorize?${query}`, person);
      const code = back.searchParams.get("code");
      if (code === null) throw new Error(`${back.pathname} came back without a code`);
      return code;
    } catch {
      // Either the last answer was an error, or there was none, or it led elsewhere.
      if (last === undefined || isRight(last)) note(last === undefined ? 0 : -1, false);
      throw new UnansweredError();
    } finally {
      await browser.close();
    }
  }

  /** @throws {UnansweredError} when there are none */
  private async getTokens(act: Act, client: RegisteredClient, form: Record<string, string>): Promise<Tokens> {
    const askedAt = performance.now();
    const response = await this.post("/oauth/token", client, form).catch(() => null);
    const body = (await response?.json().catch(() => null)) as Tokens | null | undefined;
    const status = response === null ? 0 : response.status;
    const hasRetryAfter = response?.headers.has("retry-after") ?? false;
    this.answers.push({ act, askedAt, answeredAt: performance.now(), status, hasRetryAfter });
    if (status !== 200 || !body) throw new UnansweredError();
    this.acknowledged.push({ token: body.access_token, client });
    return body;
  }

  private post(path: string, client: RegisteredClient, form: Record<string, string>): Promise<Response> {
    const credentials = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
    return fetch(this.url + path, {
      method: "POST",
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams(form),
    });
  }
}
