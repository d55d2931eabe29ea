/** A colour as red, green and blue, from 0 to 255. */
type Channels = readonly [number, number, number];

function toChannels(hex: string): Channels {
  const at = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

/** @see WCAG 2.2, "relative luminance" */
function luminance(hex: string): number {
  const [red, green, blue] = toChannels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/**
 * The contrast of two colours, from 1 to 21.
 * @param one `#rrggbb`, like `other`
 * @see WCAG 2.2, "contrast ratio"
 */
export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** A mixture of two colours: `share` of the first, from 0 to 1, and the rest of the second. */
export function mix(one: string, other: string, share: number): string {
  const [from, to] = [toChannels(one), toChannels(other)];
  const mixed = from.map((channel, at) => Math.round(channel * share + (to[at] ?? 0) * (1 - share)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** "4.5" of 4.56: rounded down, so that what is too little never reads as enough. */
export function formatRatio(ratio: number): string {
  return (Math.floor(ratio * 10) / 10).toFixed(1);
}
