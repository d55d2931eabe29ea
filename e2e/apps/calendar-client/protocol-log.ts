import { AsyncLocalStorage } from "node:async_hooks";

/** One message of the protocol as it went over the wire, secrets shortened. */
export interface Step {
  title: string;
  at: Date;
  request: string;
  response: string;
  ok: boolean;
}

const SECRET = new Set(["code", "code_verifier", "client_secret", "access_token", "refresh_token", "id_token"]);
const current = new AsyncLocalStorage<Step[]>();
const MOST_STEPS = 40;

/** Runs `work`; every message that it sends is added to `steps`. */
export function recordInto<T>(steps: Step[], work: () => Promise<T>): Promise<T> {
  return current.run(steps, work);
}

/** Adds a step that went through the browser, and not through `recordingFetch`. */
export function addStep(step: Omit<Step, "at">): void {
  const steps = current.getStore();
  if (!steps) return;
  steps.push({ ...step, at: new Date() });
  if (steps.length > MOST_STEPS) steps.splice(0, steps.length - MOST_STEPS);
}

/** `fetch`, but the message and its answer are kept for the page. */
export async function recordingFetch(url: string, options: RequestInit): Promise<Response> {
  const method = options.method ?? "GET";
  const headers = new Headers(options.headers);
  const authorization = headers.get("authorization");
  const lines = [`${method} ${url}`];
  if (authorization) lines.push(`Authorization: ${maskAuthorization(authorization)}`);
  if (options.body) lines.push("", describeBody(options.body, headers.get("content-type")));
  const title = describe(url, options.body);
  try {
    const response = await fetch(url, options);
    const answer = [`${response.status} ${response.statusText}`];
    const challenge = response.headers.get("www-authenticate");
    if (challenge) answer.push(`WWW-Authenticate: ${challenge}`);
    const body = await response.clone().text();
    if (body) answer.push("", maskJson(body));
    addStep({ title, request: lines.join("\n"), response: answer.join("\n"), ok: response.ok });
    return response;
  } catch (error) {
    addStep({ title, request: lines.join("\n"), response: `No answer: ${String(error)}`, ok: false });
    throw error;
  }
}

/** The parameters of a URL, one a line, secrets shortened. */
export function describeUrl(url: URL): string {
  return [`${url.origin}${url.pathname}`, ...describeParameters(url.searchParams)].join("\n");
}

function describeBody(body: RequestInit["body"], contentType: string | null): string {
  if (body instanceof URLSearchParams) return describeParameters(body).join("\n");
  if (typeof body !== "string") return "";
  return contentType?.includes("json") ? maskJson(body) : describeParameters(new URLSearchParams(body)).join("\n");
}

function describeParameters(parameters: URLSearchParams): string[] {
  return [...parameters].map(([name, value]) => {
    const isSecret = SECRET.has(name) || name === "token" || name === "id_token_hint";
    return `  ${name}=${isSecret ? mask(value) : value}`;
  });
}

function describe(url: string, body: RequestInit["body"]): string {
  const { pathname } = new URL(url);
  if (pathname.includes("/.well-known/")) return "Read the portal's metadata";
  if (pathname.endsWith("/jwks")) return "Read the portal's public keys";
  if (pathname.endsWith("/userinfo")) return "Ask who signed in";
  if (pathname.endsWith("/revoke")) return "Give the tokens back";
  if (pathname.endsWith("/token")) {
    return String(body).includes("grant_type=refresh_token") ? "Refresh the access" : "Exchange the code for tokens";
  }
  return pathname.endsWith("/events") ? "Call the calendar API" : "Request";
}

function maskAuthorization(value: string): string {
  const [scheme, credentials = ""] = value.split(" ");
  return `${scheme} ${mask(credentials)}`;
}

function maskJson(text: string): string {
  try {
    return JSON.stringify(
      JSON.parse(text),
      (name, value: unknown) => (SECRET.has(name) && typeof value === "string" ? mask(value) : value),
      2,
    );
  } catch {
    return text.slice(0, 500);
  }
}

function mask(value: string): string {
  const shown = value.startsWith("pt_") ? 9 : 4;
  return `${value.slice(0, shown)}… (${value.length} characters)`;
}
