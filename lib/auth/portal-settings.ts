import { findSetting } from "@/lib/db/settings";

/** Milliseconds a read setting may be stale. */
const cacheTime = 5_000;
const cache = new Map<string, { value: unknown; readAt: number }>();

async function readSetting(name: string): Promise<unknown> {
  const cached = cache.get(name);
  if (cached && performance.now() - cached.readAt < cacheTime) return cached.value;
  const value = await findSetting(name);
  cache.set(name, { value, readAt: performance.now() });
  return value;
}

function toPortalName(value: unknown): string {
  return typeof value === "string" && value ? value : "Portico";
}

/** What the portal calls itself. */
export async function getPortalName(): Promise<string> {
  return toPortalName(await readSetting("portal_name"));
}

/** As last read in this process, for documents that cannot wait for the database. */
export function getKnownPortalName(): string {
  return toPortalName(cache.get("portal_name")?.value);
}

/** Whether anybody may make an account. */
export async function isSignUpOpen(): Promise<boolean> {
  return ((await readSetting("sign_up")) ?? "open") === "open";
}

/** For tests and after a change in this process: the next read asks the database. */
export function forgetSettings(): void {
  cache.clear();
}
