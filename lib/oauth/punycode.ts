/**
 * One label of a host name from its ASCII form (`xn--…`) to the characters people read; other labels unchanged.
 * @see RFC 3492 §6.2
 */
export function decodeLabel(label: string): string {
  if (!/^xn--/i.test(label)) return label;
  const encoded = label.slice(4);
  const split = encoded.lastIndexOf("-");
  const points = [...encoded.slice(0, Math.max(split, 0))].map((character) => character.charCodeAt(0));
  let n = 128;
  let bias = 72;
  let i = 0;
  for (let position = split + 1; position < encoded.length; ) {
    const start = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = digitOf(encoded.charCodeAt(position));
      position += 1;
      if (digit === null || position > encoded.length) return label;
      i += digit * weight;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (weight > 0x7fffffff || i > 0x7fffffff) return label;
    }
    bias = adapt(i - start, points.length + 1, start === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff) return label;
    points.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...points);
}

/** A whole host name. */
export function decodeHost(host: string): string {
  return host.split(".").map(decodeLabel).join(".");
}

/** An e-mail address with its domain as people read it. */
export function decodeEmail(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  return email.slice(0, at) + decodeHost(email.slice(at));
}

function digitOf(code: number): number | null {
  if (code >= 48 && code <= 57) return code - 22;
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 97;
  return null;
}

/** @see RFC 3492 §6.1 */
function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
