/**
 * Fetches an address that a client named: https only, public addresses only, no redirects, with limits on size and
 * time. Resolves with any answer except a redirect. Rejects with an Error whose message says why and is safe to show.
 */
export type GuardedFetch = (
  url: string,
  options?: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string },
) => Promise<{ status: number; body: string }>;
