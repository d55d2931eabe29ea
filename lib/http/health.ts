import { areChangesHeard, isDatabaseReachable } from "../db/driver/database";
import { getEnv } from "../env";
import { deriveValue } from "../keys/secret";
import { equalInConstantTime } from "../oauth/secrets";
import { readHost } from "./own-address";
import { readPeer } from "./sender";

/** The header by which the operator's own check asks what a proxy does to its requests. */
export const DOCTOR_HEADER = "portico-doctor";

/** How long such a question is valid, in seconds, even if clocks disagree; the check itself compares the clocks. */
const QUESTION_LIFETIME = 86_400;

/** A question that only the holder of the portal's secret can ask. */
export function signQuestion(now: Date): string {
  const time = String(Math.floor(now.getTime() / 1000));
  return `${time}.${deriveValue("doctor", time)}`;
}

/**
 * For load balancers: 200 while the portal and its database answer, otherwise 503; and whether this process hears about
 * changes by others. A signed question also gets how the request arrived here.
 */
export async function handleHealthRequest(request: Request): Promise<Response> {
  const isHealthy = await isDatabaseReachable();
  return Response.json(
    {
      status: isHealthy ? "ok" : "unavailable",
      // The portal works without it, but slower.
      changes: areChangesHeard() ? "heard" : "unheard",
      ...(isAskedByOperator(request) && describeRequest(request)),
    },
    { status: isHealthy ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

function isAskedByOperator(request: Request): boolean {
  const [time = "", signature = ""] = (request.headers.get(DOCTOR_HEADER) ?? "").split(".");
  if (!/^\d{1,12}$/.test(time) || !equalInConstantTime(signature, deriveValue("doctor", time))) return false;
  return Math.abs(Date.now() / 1000 - Number(time)) <= QUESTION_LIFETIME;
}

function describeRequest({ headers }: Request) {
  const peer = readPeer(headers);
  return {
    seen: {
      host: readHost(headers),
      proxyHeaders: peer?.proxyHeaders ?? [],
      forwardedProto: headers.get("x-forwarded-proto"),
      peer: peer?.address ?? null,
      isPeerTrusted: peer?.isTrusted ?? false,
      issuer: getEnv().issuer,
    },
  };
}
