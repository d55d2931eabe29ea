import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../../auth/accounts";
import { toActor } from "../../auth/actor";
import { findCurrentUser } from "../../auth/current-user";
import { handleSignIn } from "../../auth/handle-sign-in";
import { getPasswordPool } from "../../auth/password-pool";
import { getProtocolContext } from "../../auth/protocol-context";
import { locationOf, TestBrowser } from "../../auth/testing/browser";
import { createEndpoints } from "../../authorization-server";
import { ManagedClient } from "../../clients/managed-client";
import { addUris } from "../../clients/redirect-uris";
import type { RegisterClientInput } from "../../clients/register-client";
import { makeClient } from "../../clients/testing/people";
import { getDb } from "../../db/driver/database";
import { sweepExpired } from "../../db/portal/sweep";
import { useTestDatabase } from "../../db/testing/test-database";
import { resetEnv } from "../../env";
import { resetMasterKey } from "../../keys/secret";
import { beginRun, endRun } from "./begin-run";
import { handlePlaygroundCallback } from "./handle-callback";
import { openPlayground } from "./playground";
import { findRun, type Player } from "./run";
import { type PlaygroundAct, sendStep } from "./send-step";

useTestDatabase();

const password = "four quiet grey herons";
const ORIGIN = "http://localhost:3000";
const CALLBACK = `${ORIGIN}/console/playground/callback`;
const MINUTE = 60_000;

let developer: TestBrowser;
let player: Player;
let made = 0;

beforeAll(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_ISSUER: ORIGIN });
  resetMasterKey("a secret for tests, 32 characters and more");
});
afterAll(() => getPasswordPool().close());

const source = { ipAddress: "203.0.113.7", requestId: null };

async function signIn(): Promise<TestBrowser> {
  made += 1;
  const email = `player${made}@example.org`;
  if (!(await createAccount({ email, password }))) throw new Error("There is such an account already");
  const browser = new TestBrowser();
  await browser.post(handleSignIn, { username: email, password });
  return browser;
}

/** A browser's person at a new app of theirs, which needs no consent page: people see that one elsewhere. */
async function play(browser: TestBrowser, input: Partial<RegisterClientInput> = {}): Promise<Player> {
  const user = await findCurrentUser(browser.headers);
  if (!user) throw new Error("Nobody is signed in");
  const { clientId } = await makeClient(toActor(user, source), {
    redirectUris: ["https://app.example.org/callback"],
    ...input,
  });
  const db = await getDb();
  await db.client.update({
    where: { id: clientId },
    data: { isTrusted: true, reviewedHosts: ["localhost"] },
  });
  const managed = await ManagedClient.find(toActor(user, source), clientId);
  if (!managed) throw new Error("The app is not theirs");
  return { managed, sessionId: user.sessionId };
}

beforeEach(async () => {
  developer = await signIn();
  player = await play(developer);
});

const authorize = (browser: TestBrowser, path: string) => {
  const handle = createEndpoints(getProtocolContext()).get("/oauth/authorize");
  if (!handle) throw new Error("There is no authorization endpoint");
  return browser.open(handle, path);
};
const open = async (whose = player) => (await openPlayground(whose, new Date())).run;

async function begin(whose = player, at = new Date()): Promise<string> {
  await beginRun(whose, at);
  return (await open(whose))?.authorizationPath ?? "";
}

/** Begins, and comes back with a code. */
async function comeBack(whose = player, browser = developer): Promise<string> {
  const answer = locationOf(await authorize(browser, await begin(whose))) ?? "";
  expect(answer).toContain("/console/playground/callback?code=");
  expect((await browser.open(handlePlaygroundCallback, answer)).status).toBe(303);
  return answer;
}

async function send(act: PlaygroundAct, whose = player) {
  expect(await sendStep(whose, act, new Date())).toBe("sent");
  const exchange = (await open(whose))?.exchanges[act];
  if (!exchange) throw new Error(`Nothing was sent: ${act}`);
  return { status: exchange.response.status, cause: exchange.cause, exchange };
}

const isRefused = async (response: Response) => {
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(await response.text()).not.toContain("pt_ac_");
};

describe("the playground of an app", () => {
  it("leads from a code with PKCE to tokens that are checked, userinfo, and their end", async () => {
    await comeBack();
    expect(await send("exchange")).toMatchObject({ status: 200, cause: null });
    const { idToken, answered } = (await open()) ?? {};
    expect(idToken?.checks).toEqual(
      ["signature", "iss", "aud", "exp", "nonce"].map((check) => ({ check, isRight: true })),
    );
    expect(answered?.map(([name]) => name)).toEqual(expect.arrayContaining(["code", "state", "iss"]));
    expect(await send("userinfo")).toMatchObject({ status: 200, cause: null });
    expect((await send("introspect")).exchange.response.body).toContain(`"active":true`);
    expect((await send("revoke")).status).toBe(200);
    expect((await send("introspect")).exchange.response.body).toBe(`{"active":false}`);
    expect((await send("userinfo")).status).toBe(401);
  });

  it("names the cause of each mistake, and a mistake without the code's proof does not use it up (RFC 7636 §4.6)", async () => {
    await comeBack();
    expect(await send("wrong_verifier")).toMatchObject({ status: 400, cause: "code_verifier_wrong" });
    expect(await send("other_redirect_uri")).toMatchObject({ status: 400, cause: "redirect_uri_differs" });
    expect((await send("exchange")).status).toBe(200);
    expect(await send("code_again")).toMatchObject({ status: 400, cause: "code_used" });
    expect((await send("userinfo")).status).toBe(401);
    expect(await sendStep(player, "wrong_nonce", new Date())).toBe("sent");
    expect((await open())?.idToken?.checks).toContainEqual({ check: "nonce", isRight: false });
  });

  it.each(["client_secret_basic", "client_secret_post", "none", "private_key_jwt"])(
    "proves an app that uses %s without its secret or key, and shows no secret",
    async (tokenEndpointAuthMethod) => {
      await comeBack();
      const db = await getDb();
      await db.client.update({ where: { id: player.managed.clientId }, data: { tokenEndpointAuthMethod } });
      const { status, exchange } = await send("exchange");
      expect(status).toBe(200);
      expect(JSON.stringify(exchange.request)).not.toContain("pt_cs_");
      expect((await send("introspect")).cause).toBe(tokenEndpointAuthMethod === "none" ? "public_client" : null);
    },
  );

  it("makes no secret that works anywhere else, and notes no use of one", async () => {
    await comeBack();
    await send("exchange");
    const db = await getDb();
    const secrets = await db.clientSecret.findMany({ where: { clientId: player.managed.clientId } });
    expect(secrets).toMatchObject([{ lastUsedAt: null }]);
  });

  it("refreshes the tokens of an app that may, and goes on with the new ones (RFC 6749 §6)", async () => {
    const db = await getDb();
    await db.client.update({
      where: { id: player.managed.clientId },
      data: { grantTypes: ["authorization_code", "refresh_token"], scopes: ["openid", "offline_access"] },
    });
    const managed = await ManagedClient.find(player.managed.actor, player.managed.clientId);
    if (!managed) throw new Error("The app is not theirs");
    player = { ...player, managed };
    await comeBack();
    expect((await send("exchange")).status).toBe(200);
    const before = (await findRun(player, new Date()))?.tokens;
    expect(await send("refresh")).toMatchObject({ status: 200, cause: null });
    expect((await findRun(player, new Date()))?.tokens.access).not.toBe(before?.access);
    expect((await send("userinfo")).status).toBe(200);
  });

  it("gets the app a token of its own by client credentials", async () => {
    const service = await play(developer, { kind: "service", redirectUris: [] });
    await begin(service);
    expect((await send("client_credentials", service)).status).toBe(200);
    expect((await send("introspect", service)).exchange.response.body).toContain(`"active":true`);
  });

  it("keeps nothing in clear, nothing after its end, and nothing for longer than an hour", async () => {
    const answer = await comeBack();
    await send("exchange");
    const run = await findRun(player, new Date());
    const db = await getDb();
    const row = JSON.stringify(await db.playgroundRun.findMany());
    const code = new URLSearchParams(answer.split("?")[1]).get("code") ?? "none";
    for (const secret of [code, run?.state, run?.verifier, run?.nonce, run?.tokens.access]) {
      expect(row).not.toContain(secret);
    }
    const inAnHour = new Date(Date.now() + 61 * MINUTE);
    expect(await findRun(player, inAnHour)).toBeNull();
    await sweepExpired({ now: inAnHour, auditRetentionDays: 365, rest: async () => undefined });
    expect(await db.playgroundRun.count()).toBe(0);
  });

  it("revokes the tokens of a run that ends", async () => {
    await comeBack();
    await send("exchange");
    const token = (await findRun(player, new Date()))?.tokens.access ?? "";
    await endRun(player, new Date());
    const userinfo = createEndpoints(getProtocolContext()).get("/oauth/userinfo");
    const request = new Request(`${ORIGIN}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect((await userinfo?.(request))?.status).toBe(401);
    expect(await open()).toBeNull();
  });

  it("opens no run that a row of another app or session holds", async () => {
    await begin();
    const other = await play(developer);
    await begin(other);
    const db = await getDb();
    const place = ({ managed: { clientId }, sessionId }: Player) => ({
      clientId_sessionId: { clientId, sessionId },
    });
    const { sealed } = await db.playgroundRun.findUniqueOrThrow({ where: place(player) });
    await db.playgroundRun.update({ where: place(other), data: { sealed } });
    expect(await findRun(other, new Date())).toBeNull();
  });
});

describe("the playground's callback (RFC 9700 §4.1, §4.5, §4.7)", () => {
  it("is no redirect URI of any app", async () => {
    const result = await addUris(player.managed, "redirect", [CALLBACK]);
    expect(JSON.stringify(result)).toContain("own_origin");
    const unasked = new URLSearchParams({
      response_type: "code",
      client_id: player.managed.clientId,
      redirect_uri: CALLBACK,
      scope: "openid",
      state: "of-no-run",
    });
    await isRefused(await authorize(developer, `/oauth/authorize?${unasked}`));
  });

  it.each([
    ["scope", "openid email phone"],
    ["state", "another"],
    ["nonce", "another"],
    ["code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
    ["response_mode", "form_post"],
    ["prompt", "none"],
  ])("gets no answer to a request whose %s is not the one that the playground sent", async (name, value) => {
    const path = new URL(await begin(), ORIGIN);
    path.searchParams.set(name, value);
    await isRefused(await authorize(developer, `${path.pathname}${path.search}`));
  });

  it("gets no answer for another app, in another session, or without one", async () => {
    const path = await begin();
    const other = await play(developer);
    const otherPath = path.replace(player.managed.clientId, other.managed.clientId);
    await isRefused(await authorize(developer, otherPath));
    await isRefused(await authorize(await signIn(), path));
    await isRefused(await authorize(new TestBrowser(), path));
  });

  it("gets one answer to a request, within ten minutes", async () => {
    await isRefused(await authorize(developer, await begin(player, new Date(Date.now() - 11 * MINUTE))));
    const path = await begin();
    const answer = locationOf(await authorize(developer, path)) ?? "";
    await developer.open(handlePlaygroundCallback, answer);
    const { code } = (await findRun(player, new Date())) ?? {};
    // Code injection: somebody else's code, in place of the one that came.
    const injected = new URL(answer, ORIGIN);
    injected.searchParams.set("code", "pt_ac_of_somebody_else");
    await developer.open(handlePlaygroundCallback, `${injected.pathname}${injected.search}`);
    expect((await findRun(player, new Date()))?.code).toBe(code);
    await isRefused(await authorize(developer, path));
  });

  it("takes an answer only in the session whose playground asked for it, and tells nobody else of it", async () => {
    const answer = locationOf(await authorize(developer, await begin())) ?? "";
    for (const stranger of [await signIn(), new TestBrowser()]) {
      expect((await stranger.open(handlePlaygroundCallback, answer)).status).toBe(404);
    }
    for (const forged of [
      `?code=pt_ac_x&state=guessed`,
      "?code=pt_ac_x",
      `${answer.slice(answer.indexOf("?"))}&state=2`,
    ]) {
      const response = await developer.open(handlePlaygroundCallback, `/console/playground/callback${forged}`);
      expect(response.status).toBe(404);
    }
    expect((await findRun(player, new Date()))?.answered).toBeNull();
  });

  it("takes no code from another server (mix-up, RFC 9207 §2.4)", async () => {
    const answer = new URL(locationOf(await authorize(developer, await begin())) ?? "", ORIGIN);
    answer.searchParams.set("iss", "https://evil.example");
    await developer.open(handlePlaygroundCallback, `${answer.pathname}${answer.search}`);
    expect((await findRun(player, new Date()))?.code).toBeNull();
    expect(await sendStep(player, "exchange", new Date())).toBe("early");
  });

  it("leads a developer whose app was taken from them nowhere", async () => {
    const answer = locationOf(await authorize(developer, await begin())) ?? "";
    const db = await getDb();
    await db.client.update({ where: { id: player.managed.clientId }, data: { ownerId: null } });
    expect((await developer.open(handlePlaygroundCallback, answer)).status).toBe(404);
  });
});
