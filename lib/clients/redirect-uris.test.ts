import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { nameSeenValue } from "../forms/seen";
import { REDIRECT_URI_MAX_COUNT } from "../oauth/client/redirect-uri";
import { addUris, changeUri, findRedirectUriList, removeUri } from "./redirect-uris";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

let developer: Actor & { userId: string };
let clientId: string;
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
});
beforeEach(async () => {
  ({ clientId } = await makeClient(developer, { redirectUris: ["https://app.example.org/cb"] }));
});

const list = async () => (await findRedirectUriList(await manage(developer, clientId), "redirect"))?.context.registered;
const first = async () => (await findRedirectUriList(await manage(developer, clientId), "redirect"))?.uris[0]?.id ?? "";

describe("the redirect URIs of a client (RFC 6749 §3.1.2)", () => {
  it("takes several at once, passing over those on the list", async () => {
    const uris = ["https://app.example.org/cb", "http://127.0.0.1/cb", " https://b.example.org/cb "];
    expect(await addUris(await manage(developer, clientId), "redirect", uris)).toMatchObject({ ok: true });
    expect(await list()).toEqual(["https://app.example.org/cb", "http://127.0.0.1/cb", "https://b.example.org/cb"]);
  });

  it("takes none of several when one is refused, and says which and what to do", async () => {
    const uris = ["https://b.example.org/cb", "http://c.example.org/cb"];
    expect(await addUris(await manage(developer, clientId), "redirect", uris)).toMatchObject({
      problem: { refusedUris: [{ uri: "http://c.example.org/cb", message: "http", fix: "https://c.example.org/cb" }] },
    });
    expect(await list()).toEqual(["https://app.example.org/cb"]);
    expect(await addUris(await manage(developer, clientId), "redirect", ["  "])).toMatchObject({
      problem: { key: "check_uris" },
    });
  });

  it("holds a hundred, also when more come at once", async () => {
    const one = async (index: number) =>
      addUris(await manage(developer, clientId), "redirect", [`https://app.example.org/${index}`]);
    const before = Array.from({ length: REDIRECT_URI_MAX_COUNT - 5 }, (_, index) => `https://b.example.org/${index}`);
    await addUris(await manage(developer, clientId), "redirect", before);
    const results = await Promise.all(Array.from({ length: 15 }, (_, index) => one(index)));
    expect(results.filter((result) => result.ok)).toHaveLength(4);
    expect(await list()).toHaveLength(REDIRECT_URI_MAX_COUNT);
  });

  it("changes one, unless it is refused, listed or gone", async () => {
    await addUris(await manage(developer, clientId), "redirect", ["https://b.example.org/cb"]);
    const id = await first();
    const change = async (uri: string) => changeUri(await manage(developer, clientId), "redirect", id, uri);
    expect(await change("https://b.example.org/cb")).toMatchObject({ problem: { key: "uri_duplicate" } });
    expect(await change("https://b.example.org/cb#x")).toMatchObject({ problem: { key: "check_uris" } });
    expect(await change("https://app.example.org/cb")).toMatchObject({ ok: true });
    expect(await change("https://app.example.org/callback")).toMatchObject({ ok: true });
    expect(await list()).toEqual(["https://app.example.org/callback", "https://b.example.org/cb"]);
    await removeUri(await manage(developer, clientId), id);
    expect(await change("https://d.example.org/cb")).toMatchObject({ problem: { key: "uri_missing" } });
  });

  it("changes none that somebody else changed since the form was opened", async () => {
    const id = await first();
    const seen = nameSeenValue((await list())[0]);
    const change = async (uri: string) => changeUri(await manage(developer, clientId), "redirect", id, uri, seen);
    expect(await change("https://app.example.org/one")).toMatchObject({ ok: true });
    expect(await change("https://app.example.org/two")).toMatchObject({ problem: { key: "overtaken" } });
    expect(await list()).toEqual(["https://app.example.org/one"]);
  });

  it("changes one for both presses of a button, which come at once", async () => {
    const id = await first();
    const seen = nameSeenValue((await list())[0]);
    const press = async () =>
      changeUri(await manage(developer, clientId), "redirect", id, "https://app.example.org/twice", seen);
    expect(await Promise.all([press(), press()])).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await press()).toMatchObject({ ok: true });
    expect(await list()).toEqual(["https://app.example.org/twice"]);
  });

  it("stays within the sector of a pairwise client (OIDC Core §8.1)", async () => {
    const db = await getDb();
    await db.client.update({ where: { id: clientId }, data: { pairwiseSector: "app.example.org" } });
    const mismatch = { problem: { key: "sector_mismatch" } };
    expect(await addUris(await manage(developer, clientId), "redirect", ["https://b.example.org/cb"])).toMatchObject(
      mismatch,
    );
    expect(
      await changeUri(await manage(developer, clientId), "redirect", await first(), "https://b.example.org/cb"),
    ).toMatchObject(mismatch);
    expect(await addUris(await manage(developer, clientId), "redirect", ["https://app.example.org/2"])).toMatchObject({
      ok: true,
    });
    expect(await addUris(await manage(developer, clientId), "post_logout", ["https://b.example.org/"])).toMatchObject({
      ok: true,
    });
  });

  it("removes one, once, and only through its own client", async () => {
    const other = await makeClient(developer);
    const id = await first();
    expect(await removeUri(await manage(developer, other.clientId), id)).toMatchObject({
      problem: { key: "uri_missing" },
    });
    expect(await removeUri(await manage(developer, clientId), id)).toMatchObject({ ok: true });
    expect(await removeUri(await manage(developer, clientId), id)).toMatchObject({ problem: { key: "uri_missing" } });
    expect(await list()).toEqual([]);
  });

  it("keeps addresses for after sign-out apart", async () => {
    await addUris(await manage(developer, clientId), "post_logout", ["https://app.example.org/cb"]);
    expect(await list()).toEqual(["https://app.example.org/cb"]);
    expect((await findRedirectUriList(await manage(developer, clientId), "post_logout"))?.uris).toHaveLength(1);
  });

  it("says of each how its host reads, and whether it is one under which anybody can register names", async () => {
    const uris = ["https://xn--bcher-kva.example/cb", "https://github.io/cb", "http://127.0.0.1/cb"];
    await addUris(await manage(developer, clientId), "redirect", uris);
    const listed = (await findRedirectUriList(await manage(developer, clientId), "redirect"))?.uris;
    expect(listed?.map(({ readableHost, isPublicSuffix }) => [readableHost, isPublicSuffix])).toEqual([
      [null, false],
      ["bücher.example", false],
      [null, true],
      [null, false],
    ]);
  });

  it("a service has none", async () => {
    const service = await makeClient(developer, { kind: "service" });
    expect(
      await addUris(await manage(developer, service.clientId), "redirect", ["https://a.example.org/"]),
    ).toMatchObject({
      problem: { key: "service_has_no_redirect_uris" },
    });
  });
});
