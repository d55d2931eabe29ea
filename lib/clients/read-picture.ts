/** A raster picture, as its header describes it. */
export interface Picture {
  mediaType: "image/png" | "image/jpeg" | "image/webp";
  /** pixels */
  width: number;
  /** pixels */
  height: number;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Recognises a picture by its content, whatever its name or its sender says; null for anything but a PNG, a JPEG or a
 * still WebP. Vector pictures can hold scripts, and animations would distract from a question that people should read.
 */
export function readPicture(bytes: Uint8Array): Picture | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPng(file) ?? readJpeg(file) ?? readWebp(file);
}

/** @see W3C PNG (Third Edition) §5.2, §11.2.1 */
function readPng(file: Buffer): Picture | null {
  const isPng =
    file.length > 33 && file.subarray(0, 8).equals(pngSignature) && file.toString("latin1", 12, 16) === "IHDR";
  if (!isPng || isMoving(file)) return null;
  return { mediaType: "image/png", width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

/**
 * §11.3.4.1: an acTL chunk before the first IDAT chunk makes it an animation. Texts in other chunks can say either.
 */
function isMoving(png: Buffer): boolean {
  for (let at = 8; at + 8 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === "acTL" || type === "IDAT") return type === "acTL";
  }
  return false;
}

/** Markers with a frame header: SOF0 to SOF15 without DHT, JPG and DAC, which lie between them. */
const isFrameHeader = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** @see ITU-T T.81 §B.1.1, §B.2.2 */
function readJpeg(file: Buffer): Picture | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= file.length && file[at] === 0xff) {
    const marker = file.readUInt8(at + 1);
    if (isFrameHeader(marker)) {
      return { mediaType: "image/jpeg", height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    }
    // SOS: the frame header had to come before it.
    if (marker === 0xda) return null;
    // A marker may be preceded by any number of fill bytes.
    at += marker === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

/** @see RFC 9649 §2.5 to §2.7 */
function readWebp(file: Buffer): Picture | null {
  const isWebp =
    file.length >= 30 && file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WEBP";
  if (!isWebp) return null;
  const size = (width: number, height: number): Picture => ({ mediaType: "image/webp", width, height });
  switch (file.toString("latin1", 12, 16)) {
    case "VP8 ":
      return size(file.readUInt16LE(26) & 0x3fff, file.readUInt16LE(28) & 0x3fff);
    case "VP8L": {
      const bits = file.readUInt32LE(21);
      return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case "VP8X": {
      const isMoving = (file.readUInt8(20) & 0b10) !== 0;
      return isMoving ? null : size(file.readUIntLE(24, 3) + 1, file.readUIntLE(27, 3) + 1);
    }
    default:
      return null;
  }
}
