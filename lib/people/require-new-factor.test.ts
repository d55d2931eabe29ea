import { beforeEach, expect, it } from "vitest";
import { listOwnActivity } from "../account/activity";
import { type Actor, operator } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { listMails } from "../db/people/mails";
import { findOwnFactors } from "../db/people/own-factors";
import { insertPasskey } from "../db/people/passkeys";
import { replaceRecoveryCodes } from "../db/people/recovery-codes";
import { insertRememberedBrowser, listRememberedBrowsers } from "../db/people/remembered-browsers";
import { insertSession, listSessions } from "../db/people/sessions";
import { insertLink, insertUpstream, listLinks, type Upstream } from "../db/people/upstreams";
import { newAuthenticator } from "../db/testing/new-authenticator";
import { useTestDatabase } from "../db/testing/test-database";
import { at, START } from "../oauth/testing/fixtures";
import { ManagedPerson } from "./managed-person";
import { getPersonDetails } from "./person-details";
import { requireNewFactor } from "./require-new-factor";

useTestDatabase();

const UPSTREAM: Upstream = {
  upstreamId: "acme",
  name: "Acme",
  preset: "openid",
  issuer: "https://acme.example",
  clientId: "portal",
  secretJwe: "sealed",
  scopes: [],
  domains: [],
  allowsSignUp: true,
  isOn: true,
  createdAt: START,
};

let count = 0;
let administrator: Actor & { userId: string };
let userId = "";
let email = "";

/** Somebody with every second factor that there is, signed in. */
beforeEach(async () => {
  count += 1;
  administrator = await makePerson(`admin-${count}@example.org`, true);
  email = `locked-out-${count}@example.org`;
  ({ userId } = await makePerson(email));
  const authenticatorId = await newAuthenticator(userId, START);
  const person = { userId, browsersForgottenAt: null, isFirst: false };
  const passkey = { credentialId: `credential ${count}`, publicKey: new Uint8Array(), counter: 0, transports: [] };
  await insertPasskey(person, { ...passkey, aaguid: "00000000-0000-0000-0000-000000000000", isSynced: false }, START);
  await replaceRecoveryCodes(person, [`a ${count}`, `b ${count}`], START);
  const remembered = { tokenHash: `remembered ${count}`, userAgent: null, expiresAt: at(86_400) };
  await insertRememberedBrowser(person, { ...remembered, authenticatorId }, START);
  await insertUpstream({ ...UPSTREAM, upstreamId: `acme-${count}` });
  await insertLink(
    { userId, browsersForgottenAt: null },
    { upstreamId: `acme-${count}`, issuer: "https://acme.example", subject: "ada", label: "ada" },
    START,
  );
  const session = { sessionId: crypto.randomUUID(), userId, authenticatedAt: START, amr: ["pwd"], ipAddress: null };
  const times = { createdAt: START, lastSeenAt: START, expiresAt: at(86_400) };
  await insertSession({ ...session, ...times, userAgent: null, tokenHash: `session ${count}` });
});

async function manage(actor: Actor = administrator, id = userId): Promise<ManagedPerson> {
  const person = await ManagedPerson.find(actor, id);
  if (!person) throw new Error("may not be seen");
  return person;
}

it("an administrator sees a person's second factors, and when each was last used", async () => {
  const { factors } = await getPersonDetails(await manage(), at(2));
  expect(factors).toEqual({
    authenticator: { createdAt: START, lastUsedAt: START },
    passkeys: [{ passkeyId: expect.any(String), name: null, createdAt: START, lastUsedAt: null }],
    recoveryCodesLeft: 2,
    rememberedCount: 1,
    links: [{ linkId: expect.any(String), name: "Acme", label: "ada", createdAt: START, lastUsedAt: null }],
  });
});

it("a person whose second factors are taken away has none, is signed out everywhere and is told (ASVS 6.3.7, 7.4.5)", async () => {
  expect(await requireNewFactor(await manage(), at(10))).toEqual({ ok: true, value: { sessions: 1 } });
  expect(await findOwnFactors(userId)).toMatchObject({
    hasAuthenticator: false,
    passkeyCount: 0,
    recoveryCodesLeft: 0,
  });
  expect(await listRememberedBrowsers(userId, at(10))).toEqual([]);
  expect(await listLinks(userId)).toEqual([]);
  expect(await listSessions(userId, at(10))).toEqual([]);
  const [mail] = (await listMails(5)).filter(({ recipient }) => recipient === email);
  expect(mail?.body).toContain("An administrator removed the second factors of your account");
  const [event] = await listEvents({ userId, limit: 1 });
  const data = { by: administrator.userId, removed: 2, links: 1, sessions: 1 };
  expect(event).toMatchObject({ type: "user.factors_removed", data });
  expect((await listOwnActivity({ userId })).entries[0]?.kind).toBe("factorsRemoved");
});

it("the operator can do it too, and twice is harmless", async () => {
  expect(await requireNewFactor(await manage(operator), at(10))).toEqual({ ok: true, value: { sessions: 1 } });
  expect(await requireNewFactor(await manage(operator), at(11))).toEqual({ ok: true, value: { sessions: 0 } });
});

it("nobody does it to themselves here, and nobody else but administrators to anybody", async () => {
  expect(await requireNewFactor(await manage(administrator, administrator.userId), at(10))).toEqual({
    ok: false,
    problem: "oneself",
  });
  const stranger = await makePerson(`stranger-${count}@example.org`);
  expect(await ManagedPerson.find(stranger, userId)).toBeNull();
  expect((await findOwnFactors(userId)).passkeyCount).toBe(1);
});

it("of two at the same moment, both are done and nothing is left", async () => {
  const both = await Promise.all([requireNewFactor(await manage(), at(10)), requireNewFactor(await manage(), at(10))]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect((await findOwnFactors(userId)).passkeyCount).toBe(0);
});
