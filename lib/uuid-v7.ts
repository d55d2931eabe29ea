/**
 * An id that sorts by time. Pure, for callers with their own clock and randomness.
 * @param time milliseconds since 1970
 * @param random 16 random bytes, most of which keep the ids of two instances apart
 * @see RFC 9562 §5.7 (UUID version 7)
 */
export function uuidV7(time: number, random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Whether a text is a UUID as the portal writes it, in lower case. PostgreSQL takes other forms too, and answers what is
 * none with an error.
 * @see RFC 9562 §4
 */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
