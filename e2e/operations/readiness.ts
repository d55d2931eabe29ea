/** What an instance says of itself, and how long it took to say it. */
export async function look(url: string): Promise<{ status: number; reason: string; milliseconds: number }> {
  const since = performance.now();
  const response = await fetch(`${url}/readyz`);
  const { reason = "ready" } = (await response.json()) as { reason?: string };
  return { status: response.status, reason, milliseconds: performance.now() - since };
}

export const isReady = async (url: string) => (await look(url)).status === 200;

/** The slowest of looks at both instances, again and again until each says so. @throws after half a minute */
export async function waitUntil(
  urls: readonly string[],
  says: (reason: string) => boolean,
): Promise<{ reasons: string[]; slowest: number; seconds: number }> {
  const since = performance.now();
  let slowest = 0;
  for (;;) {
    const looks = await Promise.all(urls.map(look));
    slowest = Math.max(slowest, ...looks.map(({ milliseconds }) => milliseconds));
    const reasons = looks.map(({ reason }) => reason);
    const seconds = (performance.now() - since) / 1000;
    if (reasons.every(says)) return { reasons, slowest, seconds };
    if (seconds > 30) throw new Error(`after 30 s, /readyz says ${reasons.join(", ")}`);
  }
}
