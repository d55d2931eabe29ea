import { hash, randomBytes } from "node:crypto";
import { PLAYGROUND_CALLBACK_PATH } from "../../auth/playground-requests";
import type { ManagedClient } from "../../clients/managed-client";
import { deletePlaygroundRun, storePlaygroundRun } from "../../db/clients/playground-runs";
import { getEnv } from "../../env";
import { AUTHORIZATION_PATH } from "../../oauth/authorize/handle-request";
import { hashSecret } from "../../oauth/secrets";
import { parseParams } from "../../oauth/wire/params";
import { sendAsClient } from "./act-as-client";
import { findRun, type Player, RUN_LIFETIME, type Run, sealRun } from "./run";

/** How long the portal waits for the answer to an authorization request of its own, in milliseconds. */
const ANSWER_TIME = 10 * 60_000;

/** Scopes that say who the person is; an app that has none of them asks for all that it has. */
const IDENTITY_SCOPES = ["openid", "profile", "email", "offline_access"];

/** Begins anew: another state, nonce and verifier. What the run before got is revoked. */
export async function beginRun(player: Player, now: Date): Promise<void> {
  await endRun(player, now);
  const { managed, sessionId } = player;
  const { clientId } = managed;
  const state = newValue();
  const nonce = newValue();
  const verifier = newValue();
  const asked = signsIn(managed) ? askFor(managed, { state, nonce, verifier }) : null;
  const run: Run = {
    clientId,
    sessionId,
    asked,
    state,
    nonce,
    verifier,
    answered: null,
    code: null,
    tokens: { access: null, refresh: null, id: null, own: null },
    exchanges: {},
    isNonceWrong: false,
  };
  await storePlaygroundRun({
    clientId,
    sessionId,
    stateHash: hashSecret(state),
    requestHash: hashSecret(asked === null ? newValue() : parseParams(toQuery(asked)).toQuery()),
    answerBy: new Date(now.getTime() + ANSWER_TIME),
    sealed: await sealRun(run, now),
    createdAt: now,
    expiresAt: new Date(now.getTime() + RUN_LIFETIME * 1000),
  });
}

/** Ends the run, and revokes its tokens. */
export async function endRun(player: Player, now: Date): Promise<void> {
  const run = await findRun(player, now);
  const tokens = run === null ? [] : [run.tokens.refresh, run.tokens.access, run.tokens.own];
  for (const token of tokens) {
    if (token !== null) await sendAsClient(player.managed, { endpoint: "revoke", fields: [["token", token]] });
  }
  await deletePlaygroundRun({ clientId: player.managed.clientId, sessionId: player.sessionId });
}

/** Whether people sign in to the app with codes. */
export function signsIn({ client }: Pick<ManagedClient, "client">): boolean {
  return client.grantTypes.includes("authorization_code");
}

/** The address of the authorization request of a run, for the developer's own browser. */
export function authorizationPath(asked: NonNullable<Run["asked"]>): string {
  return `${AUTHORIZATION_PATH}?${toQuery(asked)}`;
}

function askFor(
  { client }: ManagedClient,
  { state, nonce, verifier }: Pick<Run, "state" | "nonce" | "verifier">,
): NonNullable<Run["asked"]> {
  const identity = IDENTITY_SCOPES.filter((name) => client.scopes.includes(name));
  const scopes = identity.includes("openid") ? identity : client.scopes;
  return [
    ["response_type", "code"],
    ["client_id", client.clientId],
    ["redirect_uri", getEnv().issuer + PLAYGROUND_CALLBACK_PATH],
    ...(scopes.length > 0 ? [["scope", scopes.join(" ")] as [string, string]] : []),
    ["state", state],
    ["nonce", nonce],
    // RFC 7636 §4.2
    ["code_challenge", hash("sha256", verifier, "base64url")],
    ["code_challenge_method", "S256"],
  ];
}

function toQuery(asked: NonNullable<Run["asked"]>): string {
  return new URLSearchParams(asked).toString();
}

function newValue(): string {
  return randomBytes(32).toString("base64url");
}
