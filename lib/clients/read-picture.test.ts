import { expect, it } from "vitest";
import { readPicture } from "./read-picture";
import { jpeg, png, webp } from "./testing/pictures";

/** Smallest heads of the other two kinds of WebP, 300 by 200. */
const lossy = () => {
  const file = Buffer.alloc(40);
  file.write("RIFF", 0, "latin1");
  file.write("WEBPVP8 ", 8, "latin1");
  file.writeUInt16LE(300, 26);
  file.writeUInt16LE(200, 28);
  return file;
};
const lossless = () => {
  const file = Buffer.alloc(40);
  file.write("RIFF", 0, "latin1");
  file.write("WEBPVP8L", 8, "latin1");
  file.writeUInt32LE(299 | (199 << 14), 21);
  return file;
};

it.each([
  ["image/png", png(300, 200)],
  ["image/jpeg", jpeg(300, 200)],
  ["image/webp", webp(300, 200)],
  ["image/webp", lossy()],
  ["image/webp", lossless()],
])("reads type and sides of %s from its head", (mediaType, bytes) => {
  expect(readPicture(bytes)).toEqual({ mediaType, width: 300, height: 200 });
});

it.each([
  ["nothing", Buffer.alloc(0)],
  ["SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".padEnd(200))],
  ["HTML", Buffer.from("<html><script>alert(1)</script></html>".padEnd(200))],
  ["GIF", Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(64)])],
  [
    "a PNG that moves",
    Buffer.concat([png(64, 64, 0).subarray(0, 33), Buffer.from("\0\0\0\x08acTL\0\0\0\0\0\0\0\0IDAT")]),
  ],
  [
    "a PNG that moves, behind a text that says IDAT",
    Buffer.concat([
      png(64, 64, 0).subarray(0, 33),
      Buffer.from("\0\0\0\x06tEXta\0IDAT\0\0\0\0\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0IDAT"),
    ]),
  ],
  ["a WebP that moves", webp(64, 64, true)],
  ["a JPEG without a frame header", jpeg(64, 64).subarray(0, 20)],
  ["a JPEG that begins with its data", Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0])],
  ["a JPEG of fill bytes only", Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(5_000, 0xff)])],
  ["a WebP of an unknown kind", Buffer.from("RIFF\0\0\0\0WEBPVP9 ".padEnd(64, "\0"))],
])("takes no %s", (_what, bytes) => expect(readPicture(bytes)).toBeNull());
