const starts = new WeakMap<Request, number>();

/** Notes that a request begins to be answered now. */
export function noteStart(request: Request): void {
  starts.set(request, performance.now());
}

/** The milliseconds since then; null: nobody noted it. */
export function timeSinceStart(request: Request): number | null {
  const start = starts.get(request);
  return start === undefined ? null : performance.now() - start;
}
