/** A value that MaxMind's format can hold, as far as tests need it. */
type Value = string | number | { [name: string]: Value };

/** Control byte and value. @see MaxMind DB File Format Specification 2.0, "Output Data Section" */
function encode(value: Value): Buffer {
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === "number") return Buffer.from([0xa2, value >> 8, value & 0xff]);
  const members = Object.entries(value).flatMap(([name, member]) => [encode(name), encode(member)]);
  return Buffer.concat([control(7, Object.keys(value).length), ...members]);
}

/** Type in the upper three bits, size in the others; sizes from 29 on take another byte. */
function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
}

/**
 * A database in MaxMind's format with one IPv4 network of 8 bits, `first.0.0.0/8`: a path of eight nodes to its record, and
 * nothing everywhere else.
 */
export function writeGeoDatabase(first: number, record: Value): Buffer {
  const depth = 8;
  const nothing = depth;
  // A record beyond the tree points into the data, after 16 bytes that separate the two.
  const found = depth + 16;
  const nodes = Array.from({ length: depth }, (_, node) => {
    const next = node === depth - 1 ? found : node + 1;
    const isRight = ((first >> (7 - node)) & 1) === 1;
    const pair = Buffer.alloc(6);
    pair.writeUIntBE(isRight ? nothing : next, 0, 3);
    pair.writeUIntBE(isRight ? next : nothing, 3, 3);
    return pair;
  });
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    database_type: "Test-City",
    ip_version: 4,
    node_count: depth,
    record_size: 24,
  };
  const marker = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
  return Buffer.concat([...nodes, Buffer.alloc(16), encode(record), marker, encode(metadata)]);
}
