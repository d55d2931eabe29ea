import { areChangesHeard, findUnreadyReason } from "../db/driver/database";
import { getEnv } from "../env";
import { deriveValue, deriveValues } from "../keys/secret";
import { equalInConstantTime } from "../oauth/secrets";
import { OUTAGE_RETRY_SECONDS } from "./outage";
import { readHost } from "./own-address";
import { problem } from "./problem";
import { readPeer } from "./sender";

/** Where to ask whether the process answers at all. */
export const LIVENESS_PATH = "/healthz";

/** Where to ask whether it can work. */
export const READINESS_PATH = "/readyz";

/** Whether a path asks for the health of the process. */
export const isHealthPath = (path: string) => path === LIVENESS_PATH || path === READINESS_PATH;

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
 * What reaches the portal at the address of the portal itself. With `PORTICO_HEALTH_PORT`, strangers find nothing there.
 * A signed question gets how the request arrived, which only a request on that way can tell.
 */
export async function handleHealthRequest(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === LIVENESS_PATH && isAskedByOperator(request)) return answer(200, describeRequest(request));
  if (getEnv().healthPort !== null) return problem(404, "There is nothing at this address.");
  return answerHealth(pathname);
}

/**
 * For load balancers and whatever restarts processes: `/healthz` answers 200 as long as the process answers, whatever
 * its database does, because a restart would not bring that back. `/readyz` answers 200 if the process can work, and
 * otherwise 503 with the reason.
 */
export async function answerHealth(path: string): Promise<Response> {
  if (path === LIVENESS_PATH) return answer(200, { status: "ok" });
  const reason = await findUnreadyReason();
  if (reason === null) return answer(200, { status: "ready" });
  return answer(503, { status: "unready", reason }, { "retry-after": String(OUTAGE_RETRY_SECONDS) });
}

function answer(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...headers, "cache-control": "no-store" } });
}

function isAskedByOperator(request: Request): boolean {
  const [time = "", signature = ""] = (request.headers.get(DOCTOR_HEADER) ?? "").split(".");
  if (!/^\d{1,12}$/.test(time)) return false;
  if (!deriveValues("doctor", time).some((each) => equalInConstantTime(signature, each))) return false;
  return Math.abs(Date.now() / 1000 - Number(time)) <= QUESTION_LIFETIME;
}

function describeRequest({ headers }: Request) {
  const peer = readPeer(headers);
  return {
    // The portal works without it, but slower.
    changes: areChangesHeard() ? "heard" : "unheard",
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
