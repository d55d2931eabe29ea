import { toActor } from "../../auth/actor";
import { findCurrentUser } from "../../auth/current-user";
import { PLAYGROUND_CALLBACK_PATH } from "../../auth/playground-requests";
import { ManagedClient } from "../../clients/managed-client";
import { findPlaygroundByState, takePlaygroundAnswer } from "../../db/clients/playground-runs";
import { getEnv } from "../../env";
import { sourceOf } from "../../http/act-source";
import { renderRefusal } from "../../http/refusal";
import { seeOther } from "../../http/see-other";
import { hashSecret } from "../../oauth/secrets";
import { findRun, keepRun } from "./run";

/** The members of an answer that are kept, and how many characters of each. @see RFC 6749 §4.1.2, RFC 9207 §2 */
const ANSWER_MEMBERS = ["code", "state", "iss", "error", "error_description", "error_uri", "session_state"];
const MAX_LENGTH = 2000;

/**
 * The playground's callback: takes the one answer to a request that the playground began in this session, and leads to its
 * page, whose address holds nothing of it. Whoever else comes here, with whatever, finds nothing: a state that another
 * session began (CSRF, a code of somebody else's), that was used, or that is older than ten minutes.
 * @see RFC 6749 §10.12, RFC 9700 §4.5, §4.7
 */
export async function handlePlaygroundCallback(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const [state, ...others] = searchParams.getAll("state");
  const user = await findCurrentUser(request);
  const stateHash = state === undefined || others.length > 0 ? null : hashSecret(state);
  const clientId = user && stateHash && (await findPlaygroundByState(user.sessionId, stateHash));
  const managed = user && clientId && (await ManagedClient.find(toActor(user, sourceOf(request)), clientId));
  if (!user || !stateHash || !managed) return renderRefusal(404, PLAYGROUND_CALLBACK_PATH, request.headers);
  const { sessionId } = user;
  const now = new Date();
  // A reload, or a second tab: the first answer counts.
  if (await takePlaygroundAnswer(sessionId, stateHash, now)) {
    const run = await findRun({ managed, sessionId }, now);
    const answered = ANSWER_MEMBERS.flatMap((name): [string, string][] => {
      const value = searchParams.get(name);
      return value === null ? [] : [[name, value.slice(0, MAX_LENGTH)]];
    });
    // RFC 9207 §2.4: an answer that another server gives, or that says nothing of its server, brings no code.
    const isOurs = searchParams.get("iss") === getEnv().issuer;
    if (run) await keepRun({ ...run, answered, code: isOurs ? searchParams.get("code") : null }, stateHash, now);
  }
  return seeOther(`/console/clients/${encodeURIComponent(managed.clientId)}/playground#answer`);
}
