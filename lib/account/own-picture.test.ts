import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { getPasswordPool } from "../auth/password-pool";
import { readPicture } from "../clients/read-picture";
import { jpeg, png, webp } from "../clients/testing/pictures";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { encodePicture, MAX_PICTURE_BYTES } from "./encode-picture";
import { findPictureElsewhere, handlePicture, removeOwnPicture, saveOwnPicture } from "./own-picture";

useTestDatabase();

const me = { userId: "", source: { ipAddress: null, requestId: null }, answerLocale: "en" as const };
beforeAll(() => resetEnv({ PORTICO_BCRYPT_COST: "4" }));
beforeEach(async () => {
  const claims = { picture: "https://example.org/me.jpg", nickname: "Ex" };
  const user = await createAccount({ email: `user-${crypto.randomUUID()}@example.org`, password: null, claims });
  me.userId = user?.userId ?? "";
});
afterAll(() => getPasswordPool().close());

/** A picture whose left half is red and whose right half is blue. */
function draw(width: number, height: number) {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: "#0000ff" };
  return sharp({ create: { width, height, channels: 3, background: "#ff0000" } }).composite([
    { input: { create: half }, left: width - half.width, top: 0 },
  ]);
}

const keyOf = async () => (await oauthStore.findSubject(me.userId))?.pictureKey ?? "";

async function read(bytes: Uint8Array) {
  const encoded = await encodePicture(bytes);
  if ("problem" in encoded) throw new Error(encoded.problem);
  return sharp(encoded.image);
}

describe("an uploaded picture", () => {
  it.each([
    ["PNG", () => draw(900, 600).png().toBuffer()],
    ["JPEG", () => draw(900, 600).jpeg().toBuffer()],
    ["WebP", () => draw(64, 64).webp().toBuffer()],
  ])("that is a %s is made anew: a square JPEG of 512 pixels", async (_kind, make) => {
    const made = await read(await make());
    expect(await made.metadata()).toMatchObject({ format: "jpeg", width: 512, height: 512 });
  });

  it("keeps nothing of what the file held besides its pixels, and stands upright", async () => {
    const file = await draw(600, 600)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: "somebody" }, IFD3: { GPSLatitude: "48/1 51/1 0/1" } })
      .toBuffer();
    expect(file.includes("somebody")).toBe(true);
    const made = await read(file);
    const { exif, xmp, icc, iptc, orientation } = await made.metadata();
    expect([exif, xmp, icc, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    // Orientation 6 is turned right by a quarter: left becomes the top.
    const { data } = await made.raw().toBuffer({ resolveWithObject: true });
    const [top, bottom] = [data.subarray((50 * 512 + 256) * 3), data.subarray((460 * 512 + 256) * 3)];
    expect((top[0] ?? 0) > 200 && (bottom[2] ?? 0) > 200).toBe(true);
  });

  it("stands on white where it was transparent", async () => {
    const clear = sharp({ create: { width: 100, height: 100, channels: 4, background: "#00000000" } }).png();
    const { data } = await (await read(await clear.toBuffer())).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it.each([
    ["an SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".padEnd(200)), "format"],
    ["a page", Buffer.from("<html><script>alert(1)</script></html>".padEnd(200)), "format"],
    ["a GIF", Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(64)]), "format"],
    ["a WebP that moves", webp(512, 512, true), "format"],
    ["a file that is too large", Buffer.alloc(MAX_PICTURE_BYTES + 1), "large"],
    ["a tiny one", png(63, 512), "small"],
    ["a head that promises 30,000 by 30,000 pixels", png(30_000, 30_000), "pixels"],
    ["a JPEG head alone", jpeg(512, 512), "broken"],
    ["a PNG head alone", png(512, 512), "broken"],
  ])("is refused when it is %s", async (_what, bytes, problem) => {
    expect(await encodePicture(bytes)).toEqual({ problem });
    expect(await saveOwnPicture(me, bytes, new Date())).toEqual({ kind: "refused", problem });
    expect(await keyOf()).toBe("");
  });

  it("is refused when it ends in the middle, and the next one is taken", async () => {
    const whole = await draw(900, 600).png().toBuffer();
    expect(await encodePicture(whole.subarray(0, whole.length - 200))).toEqual({ problem: "broken" });
    expect(await encodePicture(whole)).toHaveProperty("image");
  });
});

describe("a person's picture", () => {
  it("is seen by everybody at an address that nobody can guess, which never changes", async () => {
    expect(await saveOwnPicture(me, await draw(200, 200).png().toBuffer(), new Date())).toEqual({ kind: "saved" });
    const key = await keyOf();
    expect(key).toMatch(/^[\w-]{22}$/);
    const answer = await handlePicture(key);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toEqual({
      "content-type": "image/jpeg",
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(readPicture(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({
      mediaType: "image/jpeg",
      width: 512,
    });
  });

  it("takes the place of a link to one elsewhere, and has another address each time", async () => {
    expect(await findPictureElsewhere(me)).toBe("https://example.org/me.jpg");
    const file = await draw(200, 200).png().toBuffer();
    await saveOwnPicture(me, file, new Date());
    const first = await keyOf();
    expect(await findPictureElsewhere(me)).toBeNull();
    await saveOwnPicture(me, file, new Date());
    expect(await keyOf()).not.toBe(first);
    expect((await handlePicture(first)).status).toBe(404);
    expect((await oauthStore.findSubject(me.userId))?.claims).toEqual({ nickname: "Ex" });
  });

  it("is gone when it is removed", async () => {
    await saveOwnPicture(me, await draw(200, 200).png().toBuffer(), new Date());
    const key = await keyOf();
    await removeOwnPicture(me, new Date());
    expect((await handlePicture(key)).status).toBe(404);
    expect(await (await getDb()).userPicture.count({ where: { userId: me.userId } })).toBe(0);
    expect(await keyOf()).toBe("");
  });

  it("can be changed twenty times an hour", async () => {
    for (let n = 0; n < 20; n += 1) await saveOwnPicture(me, new Uint8Array(0), new Date());
    expect(await saveOwnPicture(me, new Uint8Array(0), new Date())).toMatchObject({ kind: "limited" });
  });

  it.each(["", "nobody", "a\0b", "../logos"])("there is none by the key %j", async (key) => {
    expect((await handlePicture(key)).status).toBe(404);
  });
});
