import { deflateSync } from "node:zlib";

/** The head of a PNG with these sides, and `extra` bytes after it; no more of it is read here. */
export function png(width: number, height: number, extra = 64): Buffer {
  const head = Buffer.alloc(33);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  head.writeUInt32BE(13, 8);
  head.write("IHDR", 12, "latin1");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, deflateSync(Buffer.alloc(16)), Buffer.alloc(extra)]);
}

/** The head of a JPEG: an APP0 segment, then the frame header. */
export function jpeg(width: number, height: number): Buffer {
  const app0 = Buffer.concat([Buffer.from([0xff, 0xe0, 0, 16]), Buffer.alloc(14)]);
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 0, 0, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app0, frame, Buffer.alloc(32)]);
}

/** The head of a WebP with an extended header. */
export function webp(width: number, height: number, isMoving = false): Buffer {
  const file = Buffer.alloc(64);
  file.write("RIFF", 0, "latin1");
  file.write("WEBPVP8X", 8, "latin1");
  file.writeUInt8(isMoving ? 0b10 : 0, 20);
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}
