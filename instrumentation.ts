/** Next.js calls this once per process, before it answers the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { publishRuntime } = await import("./lib/server/runtime");
  publishRuntime();
}
