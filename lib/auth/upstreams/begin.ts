import { recordEvent } from "@/lib/db/audit/events";
import { normalizeEmail } from "@/lib/db/people/mail-address";
import { listKnownUpstreams, type Upstream } from "@/lib/db/people/upstreams";
import { oauthStore } from "@/lib/db/protocol/store";
import type { UpstreamCause } from "@/lib/events/upstream-causes";
import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { withCookies } from "@/lib/http/see-other";
import { hashSecret } from "@/lib/oauth/secrets";
import { findCurrentUser } from "../current-user";
import type { Destination } from "../destination";
import type { Limited } from "../form-again";
import { FRESH_PROOF_LIMIT } from "../fresh-proof";
import { countTry, limitAddress, rateLimitRules } from "../rate-limit";
import { RefusalLog } from "../refusal-log";
import { getUpstreamClient, newUpstreamSecrets, UpstreamError } from "./upstream-client";
import { rememberTry, type UpstreamTry } from "./upstream-try";
import { forgetWaiting } from "./waiting-account";

/** Where people see the accounts elsewhere that sign them in. */
export const UPSTREAM_LINKS_PAGE = "/account/security#upstreams";

/** Anybody can come back with nonsense, any number of times. */
const refusals = new RefusalLog(() => new Date());

/** The upstream of people with an address at this domain; null: they sign in here. */
export async function findUpstreamFor(email: string): Promise<Upstream | null> {
  const address = normalizeEmail(email);
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return (await listKnownUpstreams()).find(({ isOn, domains }) => isOn && domains.includes(domain)) ?? null;
}

type Beginning = Pick<UpstreamTry, "browserToken" | "destination" | "linksTo"> & {
  request: Request;
  /** the address that they typed */
  loginHint: string | null;
};

/**
 * Sends the browser to the upstream, and keeps what its answer has to fit in a sealed cookie: no row is written for a
 * stranger.
 */
export async function begin(
  upstream: Upstream,
  { request, browserToken, destination, linksTo, loginHint }: Beginning,
  now = new Date(),
): Promise<Response | Limited | { cause: UpstreamCause }> {
  const seconds = await countTry(limitAddress(rateLimitRules.upstreamByAddress, getClientAddress(request)), now);
  if (seconds !== null) return { kind: "limited", seconds };
  const secrets = newUpstreamSecrets();
  const { upstreamId } = upstream;
  try {
    const isAnew = linksTo === null && ((await findCurrentUser(request)) !== null || (await mustBeAnew(destination)));
    const address = await getUpstreamClient().begin(upstream, secrets, { loginHint, isAnew });
    const cookie = await rememberTry({ upstreamId, ...secrets, browserToken, destination, linksTo, isAnew }, now);
    const headers = { location: address.href, "cache-control": "no-store", "referrer-policy": "no-referrer" };
    return withCookies(new Response(null, { status: 303, headers }), [cookie, forgetWaiting()]);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await recordRefusal(upstreamId, error.fault, request, null);
    return { cause: error.fault };
  }
}

/**
 * Whether the app's request that waits wants a sign-in that nobody gets who was signed in at the upstream before. Of a silent
 * one, the portal says that it is older than {@link FRESH_PROOF_LIMIT}. @see OIDC Core §3.1.2.1 (`prompt`, `max_age`)
 */
async function mustBeAnew({ requestId }: Destination): Promise<boolean> {
  const waits = requestId === null ? null : await oauthStore.findAuthorizationRequest(hashSecret(requestId));
  if (waits === null) return false;
  return waits.prompt.includes("login") || (waits.maxAge !== null && waits.maxAge <= FRESH_PROOF_LIMIT);
}

/** The key of the sentence about a cause, on the sign-in page. */
export function problemOf(cause: UpstreamCause) {
  return cause === "suspended" || cause === "leaving" ? cause : (`upstream_${cause}` as const);
}

/** Files a sign-in that came to nothing. */
export async function recordRefusal(
  upstreamId: string,
  cause: UpstreamCause,
  request: Request,
  userId: string | null,
): Promise<void> {
  // It came in an address that anybody can write.
  const data = { upstreamId: /^[a-z0-9-]{1,32}$/.test(upstreamId) ? upstreamId : "unknown", cause };
  const events = refusals.select(
    { type: "upstream.refused", outcome: "refused", userId, data },
    getClientAddress(request),
  );
  for (const event of events) await recordEvent(event, sourceOf(request));
}
