import { findSetting } from "@/lib/db/portal/settings";
import { type Env, getEnv, SECOND_FACTOR_POLICIES } from "@/lib/env";

/** How long a setting may be stale, in milliseconds. */
const CACHE_TIME = 5_000;
const cache = new Map<string, { value: unknown; readAt: number }>();

async function readSetting(name: string): Promise<unknown> {
  const cached = cache.get(name);
  if (cached && performance.now() - cached.readAt < CACHE_TIME) return cached.value;
  const value = await findSetting(name);
  cache.set(name, { value, readAt: performance.now() });
  return value;
}

function toPortalName(value: unknown): string {
  return typeof value === "string" && value ? value : "Portico";
}

/** The portal's name. */
export async function getPortalName(): Promise<string> {
  return toPortalName(await readSetting("portal_name"));
}

/** The name as last read in this process, for documents that cannot wait for the database. */
export function getKnownPortalName(): string {
  return toPortalName(cache.get("portal_name")?.value);
}

/** Whether anybody may create an account. */
export async function isSignUpOpen(): Promise<boolean> {
  return ((await readSetting("sign_up")) ?? "open") === "open";
}

/** Who may, and who must, have a second factor: the setting, or else `PORTICO_SECOND_FACTORS`. */
export async function getSecondFactorPolicy(): Promise<Env["secondFactors"]> {
  const value = await readSetting("second_factors");
  return SECOND_FACTOR_POLICIES.find((policy) => policy === value) ?? getEnv().secondFactors;
}

/** For tests and after a change in this process: the next read asks the database. */
export function forgetSettings(): void {
  cache.clear();
}
