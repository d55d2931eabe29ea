import { beforeEach, describe, expect, it } from "vitest";
import { MEMBER_DEFAULTS } from "../../oauth/client/member-lists";
import { createApiRow, createScope } from "../clients/apis";
import { createClient, findClientDetails } from "../clients/clients";
import { offerClient, takeClient } from "../clients/handovers";
import { findClientLogo, setClientLogo } from "../clients/logos";
import { addRedirectUris, updateRedirectUri } from "../clients/redirect-uris";
import { createRegistrationToken } from "../clients/registration-tokens";
import { insertClaimDefinition, setClaimValue } from "../people/claims";
import { insertGroup, insertMember, updateGroupName } from "../people/groups";
import { replaceInvitation } from "../people/invitations";
import { leave } from "../people/leaving";
import { insertPasskey } from "../people/passkeys";
import { findPicture, setPicture } from "../people/pictures";
import { createUser } from "../people/users";
import { findSetting, saveSetting, storeSettings } from "../portal/settings";
import { newPerson } from "../testing/new-person";
import { useTestDatabase } from "../testing/test-database";
import { getDb } from "./database";
import { newId } from "./new-id";

useTestDatabase();

const now = new Date();
const soon = new Date(now.getTime() + 86_400_000);

/** What the same act answers four times at once. Nobody's act may fail: a page would answer 500. */
function atOnce<Answer>(act: (n: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all([0, 1, 2, 3].map(act));
}

/** How often each answer was given. */
function count(answers: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1;
  return counts;
}

const api = (identifier: string) => ({
  identifier,
  normalIdentifier: identifier,
  name: "Tasks",
  tokenFormat: "opaque" as const,
  signingAlg: "RS256" as const,
  tokenTyp: "at+jwt" as const,
  clientPolicy: "scopes" as const,
  listedClients: [],
  accessTokenTtl: 600,
  allowsQueryToken: false,
  introspectionClientId: null,
});
const scope = (name: string) => ({
  name,
  title: "Read tasks",
  detail: null,
  texts: {},
  risk: "read" as const,
  icon: null,
  isPublic: true,
});

let userId = "";
beforeEach(async () => {
  userId = await newPerson();
});

describe("of several at once who make the same thing, one makes it and the others are told", () => {
  it("an account", async () => {
    const user = { passwordHash: null, name: null, isAdmin: false, emailVerifiedAt: null, claims: {} };
    const made = await atOnce(() => createUser({ ...user, email: `same-${userId}@example.org` }, now));
    expect(count(made.map((each) => each !== null))).toEqual({ true: 1, false: 3 });
  });

  it("a group, a name for a group, and somebody's place in it", async () => {
    const made = await atOnce(() => insertGroup(`Same ${userId}`, now));
    const group = made.find((each) => each !== null);
    expect(count(made.map((each) => each !== null))).toEqual({ true: 1, false: 3 });
    expect(count(await atOnce(() => insertMember(group?.groupId ?? "", userId, now)))).toEqual({
      done: 1,
      unchanged: 3,
    });
    const others = await Promise.all([0, 1, 2, 3].map((n) => insertGroup(`Other ${n} ${userId}`, now)));
    const renamed = await atOnce((n) => updateGroupName(others[n]?.groupId ?? "", `New ${userId}`, null));
    expect(count(renamed)).toEqual({ done: 1, taken: 3 });
  });

  it("an API, and a scope", async () => {
    const identifier = `https://${userId}.example.org/`;
    const made = await atOnce(() => createApiRow(api(identifier), [], now));
    expect(count(made.map((each) => each === "taken"))).toEqual({ true: 3, false: 1 });
    const created = made.find((each) => each !== "taken");
    const id = typeof created === "object" ? created.id : "";
    expect(count(await atOnce(() => createScope(id, scope(`tasks-${userId}`), now)))).toEqual({ true: 1, false: 3 });
  });

  it("a claim with its scope", async () => {
    const claim = { type: "text", editor: "person", label: "Team", labels: {}, createdAt: now } as const;
    const texts = { title: "Team", detail: null, texts: {} };
    const name = `team_${userId.replaceAll("-", "")}`;
    const made = await atOnce(() =>
      insertClaimDefinition({ ...claim, name, scopeName: `${name}_scope` }, { ...texts, name: `${name}_scope` }),
    );
    expect(count(made)).toEqual({ done: 1, taken: 3 });
    expect(
      count(await atOnce((n) => setClaimValue({ userId, claimName: name, value: `value ${n}` }, () => true, now))),
    ).toEqual({ done: 4 });
  });

  it("an initial access token, and a passkey", async () => {
    const token = { tokenHash: userId, note: "", usesLeft: null, expiresAt: null, isTrusted: false };
    const stored = await atOnce(() => createRegistrationToken({ id: newId(), ...token, createdById: null }));
    expect(count(stored)).toEqual({ true: 1, false: 3 });
    const person = { userId, browsersForgottenAt: null, isFirst: false };
    const passkey = { credentialId: userId, publicKey: new Uint8Array(8), counter: 0, transports: [], aaguid: "" };
    const added = await atOnce(() => insertPasskey(person, { ...passkey, isSynced: false }, now));
    expect(count(added)).toEqual({ stored: 1, taken: 3 });
  });
});

describe("of several at once who set the same thing, all succeed and one of them is the last", () => {
  it("the invitation of an address", async () => {
    const email = `invited-${userId}@example.org`;
    const made = await atOnce((n) =>
      replaceInvitation({
        invitationId: newId(),
        email,
        tokenHash: `${userId}-${n}`,
        invitedById: userId,
        createdAt: now,
        expiresAt: soon,
      }),
    );
    const rows = await (await getDb()).invitation.findMany({ where: { email }, select: { id: true } });
    expect(rows).toHaveLength(1);
    expect(made.map(({ invitationId }) => invitationId)).toContain(rows[0]?.id);
  });

  it("a setting", async () => {
    await atOnce((n) => saveSetting(`kept-${userId}`, n));
    await atOnce((n) => storeSettings({ [`set-${userId}`]: n, [`also-${userId}`]: n }));
    expect([0, 1, 2, 3]).toContain(await findSetting(`kept-${userId}`));
    expect(await findSetting(`also-${userId}`)).toBe(await findSetting(`set-${userId}`));
  });

  it("a person's picture: the key that stands names the picture that is there", async () => {
    const image = (n: number) => ({ key: `${userId}-${n}`, image: Uint8Array.of(n), mediaType: "image/png" });
    await atOnce((n) => setPicture(userId, image(n), now));
    const user = await (await getDb()).user.findUniqueOrThrow({ where: { id: userId }, select: { pictureKey: true } });
    const picture = await findPicture(user.pictureKey ?? "");
    expect(`${userId}-${picture?.image[0]}`).toBe(user.pictureKey);
  });
});

describe("of several at once who change an app", () => {
  let clientId = "";
  beforeEach(async () => {
    clientId = `client-${userId}`;
    await createClient({ ...registration, clientId, ownerId: userId }, null);
  });
  const registration = {
    ...MEMBER_DEFAULTS,
    name: "Acme",
    kind: "web" as const,
    redirectUris: ["https://app.example.org/callback"],
    postLogoutRedirectUris: [],
    optionalScopes: [],
    pairwiseSector: null,
    metadata: {},
    secret: null,
  };
  const nothing = () => ({ changes: null, answer: null });

  it("one registers it, and the others hear that its id is taken", async () => {
    const made = await atOnce(() =>
      createClient({ ...registration, clientId: `${clientId}-2`, ownerId: userId }, null),
    );
    expect(count(made)).toEqual({ created: 1, taken: 3 });
  });

  it("who registers one and leaves at the same moment does one of the two, and nobody who is leaving gets another", async () => {
    const owner = await newPerson();
    const again = { ...registration, clientId: `client-${owner}`, ownerId: owner };
    const link = { codeId: newId(), email: `user-${owner}@example.org`, linkHash: owner };
    const [made, left] = await Promise.all([
      createClient(again, null),
      leave({ userId: owner, deleteAt: soon, link }, now),
    ]);
    expect([made, left]).toEqual(made === "created" ? ["created", "ownsApps"] : ["ownerless", "done"]);

    const leaving = await newPerson();
    const email = `user-${leaving}@example.org`;
    await leave({ userId: leaving, deleteAt: soon, link: { codeId: newId(), email, linkHash: leaving } }, now);
    expect(await createClient({ ...again, clientId: `client-${leaving}`, ownerId: leaving }, null)).toBe("ownerless");
  });

  it("all set its logo, and the one that stands is whole", async () => {
    const logo = (n: number) => ({ image: Uint8Array.of(n), mediaType: "image/png", digest: `digest-${n}` });
    await atOnce((n) => setClientLogo(clientId, logo(n), { isReviewed: true }));
    const stored = await findClientLogo(clientId);
    expect(stored?.digest).toBe(`digest-${stored?.image[0]}`);
  });

  it("all add an address, which is listed once, and one of them gives another address its name", async () => {
    const uris = ["https://app.example.org/one", "https://app.example.org/two"];
    const added = await atOnce(() => addRedirectUris(clientId, { kind: "redirect", uris, limit: 20 }, nothing));
    const ids = added.flatMap((each) => each?.ids ?? []);
    expect(ids).toHaveLength(2);
    const [one = "", two = ""] = ids;
    const uri = "https://app.example.org/new";
    const renamed = await Promise.all(
      [one, two].map((id) => updateRedirectUri(clientId, { id, uri, from: null }, nothing)),
    );
    expect(count(renamed.map((each) => each === "duplicate"))).toEqual({ true: 1, false: 1 });
  });

  it("all offer it, and one offer stands", async () => {
    const offer = { clientId, isVouched: false, expiresAt: soon };
    const made = await atOnce((n) => offerClient({ ...offer, email: `to-${n}@example.org` }, userId, now));
    expect(count(made)).toEqual({ true: 4 });
  });

  it("who takes it over and leaves at the same moment does one of the two: no app is left with somebody gone", async () => {
    for (let round = 0; round < 5; round += 1) {
      const taker = await newPerson();
      const email = `user-${taker}@example.org`;
      const db = await getDb();
      await db.user.update({ where: { id: taker }, data: { emailVerifiedAt: now } });
      const { ownerId } = await findClientDetails(clientId).then((client) => client ?? { ownerId: null });
      await offerClient({ clientId, email, isVouched: true, expiresAt: soon }, ownerId, now);
      const link = { codeId: newId(), email, linkHash: taker };
      const [taken, left] = await Promise.all([
        takeClient({ clientId, userId: taker }, null, now),
        leave({ userId: taker, deleteAt: soon, link }, now),
      ]);
      expect([taken !== null, left]).toEqual(taken ? [true, "ownsApps"] : [false, "done"]);
    }
  });
});
