import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findLogoPaths } from "../auth/logo-path";
import { findClientDetails, updateClient } from "../db/clients/clients";
import { useTestDatabase } from "../db/testing/test-database";
import { changeLogo, findLogo, findLogoProblem, findShownLogo, MAX_LOGO_BYTES } from "./client-logo";
import { ManagedClient } from "./managed-client";
import { makeClient, makePerson, manage } from "./testing/people";
import { jpeg, png, webp } from "./testing/pictures";

useTestDatabase();

let developer: Actor & { userId: string };
let administrator: Actor & { userId: string };
beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  administrator = await makePerson("admin@example.org", true);
});

describe("what is taken as a logo", () => {
  it.each([
    [png(512, 512), null],
    [png(64, 64), null],
    [jpeg(512, 512), null],
    [webp(512, 512), null],
    [webp(512, 512, true), "logo_format"],
    [png(63, 63), "logo_sides"],
    [png(1025, 1025), "logo_sides"],
    [png(512, 256), "logo_sides"],
    [png(512, 512, MAX_LOGO_BYTES), "logo_large"],
    [Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "logo_format"],
    [Buffer.from("<html><script>alert(1)</script></html>".padEnd(200)), "logo_format"],
    [new Uint8Array(0), "logo_format"],
  ])("case %#", (bytes, problem) => expect(findLogoProblem(bytes)).toBe(problem));
});

describe("a logo", () => {
  it("is seen by its owner at once, and by everybody when the app is verified", async () => {
    const { clientId } = await makeClient(developer);
    expect(await changeLogo(await manage(developer, clientId), png(128, 128))).toEqual({ ok: true, value: null });
    expect(await findShownLogo(null, clientId)).toBeNull();
    expect(await findShownLogo(await makePerson("other@example.org"), clientId)).toBeNull();
    expect(await findShownLogo(developer, clientId)).toMatchObject({ isPublic: false });
    expect(await findLogoPaths([clientId])).toEqual(new Map());
    await updateClient(clientId, { status: "verified" });
    expect(await findShownLogo(null, clientId)).toMatchObject({ isPublic: true });
    expect((await findLogoPaths([clientId])).get(clientId)).toMatch(/^\/logos\/pt_cl_[\w-]+\?v=[\w-]{16}$/);
    await updateClient(clientId, { suspendedAt: new Date() });
    expect(await findShownLogo(null, clientId)).toBeNull();
  });

  it("of a verified app waits when its owner changes it, and not when an administrator does", async () => {
    const { clientId } = await makeClient(developer);
    await updateClient(clientId, { status: "verified" });
    const pending = async () => (await findClientDetails(clientId))?.pendingChanges;
    await changeLogo(await manage(administrator, clientId), png(128, 128));
    const shown = await findShownLogo(null, clientId);
    await changeLogo(await manage(developer, clientId), png(128, 128));
    expect(await pending()).toBeNull();
    await changeLogo(await manage(developer, clientId), png(256, 256));
    expect(await pending()).toEqual({ logo: true });
    expect(await findShownLogo(null, clientId)).toMatchObject({ digest: shown?.digest, isPublic: true });
    const waiting = (await findLogo(await manage(developer, clientId)))?.digest ?? "";
    expect(waiting).not.toBe(shown?.digest);
    // Whoever guesses its address sees the one that was looked at.
    expect((await findShownLogo(null, clientId, waiting))?.digest).toBe(undefined);
    expect((await findShownLogo(developer, clientId, waiting.slice(0, 16)))?.digest).toBe(waiting);
    await changeLogo(await manage(administrator, clientId), png(512, 512));
    expect(await pending()).toBeNull();
  });

  it("can be taken away, and is nobody else's to change", async () => {
    const { clientId } = await makeClient(developer);
    await changeLogo(await manage(developer, clientId), png(128, 128));
    const stranger = await makePerson("stranger@example.org");
    expect(await ManagedClient.find(stranger, clientId)).toBeNull();
    await changeLogo(await manage(developer, clientId), null);
    expect(await findShownLogo(developer, clientId)).toBeNull();
  });
});
