import { type Answer, findHeader } from "./http-connection";
import type { CheckName, LoadPlan } from "./plan";

/** What an answer gave out, for the check that no value is given out twice; null where answers may be equal. */
export interface Verdict {
  value: string | null;
  /** the refresh token for the next request of a chain */
  next?: string;
}

type Check = (answer: Answer, expected: LoadPlan["expected"]) => Verdict;

function require(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new Error(what);
}

function readJson(answer: Answer, status = 200): Record<string, unknown> {
  require(answer.status === status, `status ${answer.status}: ${answer.body.slice(0, 200)}`);
  const type = findHeader(answer, "content-type") ?? "";
  require(/json/i.test(type), `content type ${type}`);
  const body: unknown = JSON.parse(answer.body);
  require(typeof body === "object" && body !== null, "no JSON object");
  return body as Record<string, unknown>;
}

function readToken(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  require(typeof value === "string" && value.length >= 32, `no ${name}`);
  return value;
}

/** @see RFC 6749 §5.1 */
function checkToken(body: Record<string, unknown>): Verdict {
  require(String(body.token_type).toLowerCase() === "bearer", "token_type is not Bearer");
  require(Number(body.expires_in) > 0, "no expires_in");
  return { value: readToken(body, "access_token") };
}

const checks: Record<CheckName, Check> = {
  token: (answer) => checkToken(readJson(answer)),

  /** an access token, a refresh token and an ID token, by a code or a refresh token */
  grant: (answer) => {
    const body = readJson(answer);
    const verdict = checkToken(body);
    require(readToken(body, "id_token").split(".").length === 3, "the ID token is not a JWT");
    return { ...verdict, next: readToken(body, "refresh_token") };
  },

  /** @see RFC 7662 §2.2 */
  introspection: (answer) => {
    const body = readJson(answer);
    require(body.active === true, "the token is not active");
    require(typeof body.client_id === "string", "no client_id");
    return { value: null };
  },

  /** @see OpenID Connect Core 1.0 §5.3.2 */
  userinfo: (answer, { subject }) => {
    const body = readJson(answer);
    require(body.sub === subject, "another sub");
    require(typeof body.email === "string", "no email");
    return { value: null };
  },

  /** @see RFC 6749 §4.1.2 */
  code: (answer) => {
    require(answer.status === 302 || answer.status === 303, `status ${answer.status}: ${answer.body.slice(0, 200)}`);
    const location = findHeader(answer, "location") ?? "";
    const code = URL.canParse(location) ? new URL(location).searchParams.get("code") : null;
    require(code !== null, `no code in ${location.slice(0, 200)}`);
    return { value: code };
  },

  metadata: (answer, { issuer }) => {
    const body = readJson(answer);
    require(body.issuer === issuer, `issuer ${String(body.issuer)}`);
    require(typeof body.token_endpoint === "string", "no token_endpoint");
    return { value: null };
  },

  jwks: (answer) => {
    const { keys } = readJson(answer);
    require(Array.isArray(keys) && keys.length > 0, "no keys");
    return { value: null };
  },

  page: (answer) => {
    require(answer.status === 200, `status ${answer.status}`);
    require(/html/i.test(findHeader(answer, "content-type") ?? ""), "no HTML");
    require(answer.body.includes('type="password"'), "no password field");
    return { value: null };
  },

  "signed-in": (answer) => {
    require([200, 302, 303].includes(answer.status), `status ${answer.status}`);
    const cookies = answer.head.split("\r\n").filter((line) => /^set-cookie:/i.test(line));
    const session = cookies.find((line) => /session[^=]*=[^;]{20,}/i.test(line));
    require(session !== undefined, "no session cookie");
    return { value: session.split(";")[0] ?? null };
  },
};

/**
 * Judges one answer.
 * @throws with what is wrong about it
 */
export function checkAnswer(plan: LoadPlan, answer: Answer): Verdict {
  return checks[plan.check](answer, plan.expected);
}
