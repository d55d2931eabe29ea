import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findProblems } from "../console/client-problems";
import { createClient, findClientDetails, updateClient } from "../db/clients/clients";
import { FETCH_LOGO_KIND } from "../db/clients/logos";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { type Download, SafeFetchError } from "../http/safe-fetch";
import { MEMBER_DEFAULTS } from "../oauth/client/member-lists";
import { changeClient } from "./change-client";
import { changeLogo, findLogo, findShownLogo } from "./client-logo";
import { fetchLogo } from "./fetch-logo";
import { makeClient, makePerson, manage } from "./testing/people";
import { jpeg, png } from "./testing/pictures";

useTestDatabase();

const logoUri = "https://app.example.org/logo.png";
let developer: Actor & { userId: string };
let administrator: Actor & { userId: string };
let asked: string[];
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  administrator = await makePerson("admin@example.org", true);
});
beforeEach(async () => {
  asked = [];
  await (await getDb()).job.deleteMany();
});

const picture = (bytes: Buffer = png(128, 128)): Download => ({ status: 200, mediaType: "image/png", bytes });

/** Does the jobs that wait, with this answer at every address; answers what failed. */
async function run(answer: Download | Error = picture(), isLastTry = false): Promise<string[]> {
  const db = await getDb();
  const jobs = await db.job.findMany({ where: { kind: FETCH_LOGO_KIND } });
  await db.job.deleteMany();
  const download = async (url: string) => {
    asked.push(url);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const tries = jobs.map((job) => fetchLogo(job.payload as Record<string, unknown>, { download, isLastTry }));
  const settled = await Promise.allSettled(tries);
  return settled.flatMap((each) => (each.status === "rejected" ? [(each.reason as Error).message] : []));
}

async function newClient(uri: string | null = logoUri): Promise<string> {
  return (await makeClient(developer, { logoUri: uri })).clientId;
}

describe("the picture at logo_uri (RFC 7591 §2)", () => {
  it("is read once after registration, and seen by people when the app is verified", async () => {
    const clientId = await newClient();
    expect(await run()).toEqual([]);
    expect(asked).toEqual([logoUri]);
    expect(await findShownLogo(null, clientId)).toBeNull();
    expect(await findShownLogo(developer, clientId)).toMatchObject({ mediaType: "image/png", sourceUri: logoUri });
    await updateClient(clientId, { status: "verified" });
    expect(await findShownLogo(null, clientId)).toMatchObject({ isPublic: true });
    await changeClient(await manage(developer, clientId), { logoUri });
    await run();
    expect(asked).toEqual([logoUri]);
  });

  it("may be a JPEG, and need not be square", async () => {
    const clientId = await newClient();
    expect(await run({ ...picture(jpeg(300, 120)), mediaType: "image/jpeg" })).toEqual([]);
    expect(await findShownLogo(developer, clientId)).toMatchObject({ mediaType: "image/jpeg" });
  });

  it("goes at once when logo_uri changes, and its successor is read", async () => {
    const clientId = await newClient();
    await run();
    const other = "https://app.example.org/other.png";
    await changeClient(await manage(developer, clientId), { logoUri: other });
    expect(await findShownLogo(developer, clientId)).toBeNull();
    await run(picture(png(256, 256)));
    expect(await findShownLogo(developer, clientId)).toMatchObject({ sourceUri: other });
    await changeClient(await manage(developer, clientId), { logoUri: null });
    expect(await findShownLogo(developer, clientId)).toBeNull();
    expect(await run()).toEqual([]);
    expect(asked).toEqual([logoUri, other]);
  });

  it("that arrives after the app was verified waits for review: nobody looked at it", async () => {
    const clientId = await newClient();
    await updateClient(clientId, { status: "verified" });
    await run();
    expect(await findClientDetails(clientId)).toMatchObject({ status: "verified", pendingChanges: { logo: true } });
    expect(await findShownLogo(null, clientId)).toBeNull();
  });

  it("of an app that was verified when it was made is shown at once: whoever made it vouches for it", async () => {
    const { clientId } = await makeClient(administrator, { logoUri, status: "verified" });
    await run();
    expect(await findShownLogo(null, clientId)).toMatchObject({ sourceUri: logoUri, isPublic: true });
  });

  it("at a new address of a verified app is read, and waits beside the one that people see", async () => {
    const { clientId } = await makeClient(administrator, { logoUri, status: "verified", ownerId: developer.userId });
    await run();
    const shown = await findShownLogo(null, clientId);
    const other = `${logoUri}?new`;
    await changeClient(await manage(developer, clientId), { logoUri: other });
    await run();
    expect(await findLogo(await manage(developer, clientId))).toMatchObject({ sourceUri: other, isPublic: false });
    expect((await findShownLogo(null, clientId))?.sourceUri).toBe(shown?.sourceUri);
  });

  it("does not take the place of an uploaded one that waits for review", async () => {
    const { clientId } = await makeClient(administrator, { logoUri, status: "verified", ownerId: developer.userId });
    await run();
    await changeClient(await manage(developer, clientId), { logoUri: `${logoUri}?new` });
    await changeLogo(await manage(developer, clientId), png(64, 64));
    await run(picture(png(256, 256)));
    expect(await findLogo(await manage(developer, clientId))).toMatchObject({ sourceUri: null, isPublic: false });
    await changeLogo(await manage(developer, clientId), null);
    expect(await findClientDetails(clientId)).toMatchObject({ logoUri: null, pendingChanges: null });
    await run(picture(png(256, 256)));
    expect(await findLogo(await manage(developer, clientId))).toBeNull();
  });

  it("does not take the place of an uploaded one, nor of one whose address came later", async () => {
    const clientId = await newClient();
    await changeLogo(await manage(administrator, clientId), png(64, 64));
    await run();
    expect(asked).toEqual([]);
    expect(await findShownLogo(developer, clientId)).toMatchObject({ sourceUri: null });
    await changeLogo(await manage(administrator, clientId), null);
    expect((await findClientDetails(clientId))?.logoUri).toBeNull();
    expect(await findShownLogo(developer, clientId)).toBeNull();
  });

  it("is asked for by one job only, however often the same address is registered", async () => {
    const clientId = await newClient();
    await updateClient(clientId, { logoUri });
    await updateClient(clientId, { logoUri });
    expect(await (await getDb()).job.count()).toBe(1);
  });

  it("of a client whose id is taken is not asked for", async () => {
    const clientId = await newClient(null);
    const details = await findClientDetails(clientId);
    if (!details) throw new Error("the client is gone");
    const { jwks, metadata, pairwiseSector, name, kind } = details;
    const again = { ...MEMBER_DEFAULTS, jwks, metadata, pairwiseSector, name, kind, redirectUris: [] };
    const others = { postLogoutRedirectUris: [], optionalScopes: [], ownerId: null, secret: null };
    expect(await createClient({ ...again, ...others, clientId, logoUri }, null)).toBe("taken");
    expect(await (await getDb()).job.count()).toBe(0);
  });
});

describe("what cannot be shown", () => {
  const problemsOf = async (clientId: string) =>
    (await findProblems(await manage(developer, clientId), {}))?.problems ?? [];

  it.each([
    ["no picture", { ...picture(), mediaType: "text/html" }, "does not answer with a picture"],
    ["an SVG", { ...picture(Buffer.from("<svg/>".padEnd(99))), mediaType: "image/svg+xml" }, "not a PNG"],
    ["HTML under another name", picture(Buffer.from("<html>".padEnd(99))), "not a PNG"],
    ["too small", picture(png(15, 15)), "15 by 15 pixels"],
    ["too large", picture(png(2049, 2049)), "2049 by 2049 pixels"],
    ["a line", picture(png(500, 100)), "500 by 100 pixels"],
  ])("%s is given up at once, and the developer reads why", async (_what, answer, reason) => {
    const clientId = await newClient();
    expect(await run(answer)).toEqual([expect.stringContaining(reason)]);
    expect(await findShownLogo(developer, clientId)).toBeNull();
    expect(await problemsOf(clientId)).toMatchObject([
      { cause: "logo", description: expect.stringContaining(reason), error: null },
    ]);
  });

  it("a host that is away is tried again, and the developer reads of it after the last try", async () => {
    const clientId = await newClient();
    const away = new SafeFetchError("app.example.org did not answer within 10000 ms.");
    expect(await run(away)).toEqual([away.message]);
    expect(await problemsOf(clientId)).toEqual([]);
    await updateClient(clientId, { logoUri });
    expect(await run(away, true)).toEqual([away.message]);
    expect(await problemsOf(clientId)).toMatchObject([{ cause: "logo", description: away.message }]);
  });

  it("an address on this machine without TLS is never asked", async () => {
    const clientId = await newClient("http://localhost/logo.png");
    expect(await run()).toEqual(["logo_uri is not an https address."]);
    expect(asked).toEqual([]);
    expect(await problemsOf(clientId)).toHaveLength(1);
  });
});
