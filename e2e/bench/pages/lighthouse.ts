import { execFile } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Outside what git tracks; what is installed there stays for the next run. It is large, and only this program needs it. */
const folder = path.join(import.meta.dirname, "../../.output/lighthouse");
const VERSION = "13.5.0";
const RUNS = 3;

/** What a page must reach; accessibility and best practices must be 100. */
export interface PageBars {
  /** largest contentful paint, in milliseconds */
  lcpMs: number;
  /** total blocking time, in milliseconds */
  tbtMs: number;
  /** cumulative layout shift */
  cls: number;
  /** of 100 */
  performance: number;
}

/** @returns its program @throws when the registry does not have it */
export async function installLighthouse(): Promise<string> {
  const place = path.join(folder, VERSION);
  const program = path.join(place, "node_modules", "lighthouse", "cli", "index.js");
  const isThere = await access(program).then(
    () => true,
    () => false,
  );
  if (isThere) return program;
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", `lighthouse@${VERSION}`];
  await run("npm", args, { cwd: place, env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "true" } });
  return program;
}

type Category = "performance" | "accessibility" | "best-practices";

interface Report {
  categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; numericValue?: number }>;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The medians of three runs of Lighthouse, as a phone, and which bars they miss. */
export async function rate(
  program: string,
  { url, cookie, chromePath, bars }: { url: string; cookie: string; chromePath: string; bars: PageBars },
): Promise<{ figures: string; missed: string[] }> {
  const reports: Report[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    const options = [
      ...["--output=json", "--quiet", "--only-categories=performance,accessibility,best-practices"],
      `--chrome-flags=--headless --no-sandbox`,
      ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
    ];
    const { stdout } = await run(process.execPath, [program, url, ...options], {
      env: { ...process.env, CHROME_PATH: chromePath },
      maxBuffer: 1 << 26,
      timeout: 180_000,
    });
    reports.push(JSON.parse(stdout) as Report);
  }
  const of = (audit: string) => median(reports.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN));
  const score = (category: Category) =>
    Math.round(100 * median(reports.map(({ categories }) => categories[category].score ?? 0)));
  const [lcp, tbt, cls] = [of("largest-contentful-paint"), of("total-blocking-time"), of("cumulative-layout-shift")];
  const [performance, accessibility, practices] = [
    score("performance"),
    score("accessibility"),
    score("best-practices"),
  ];
  const missed = [
    lcp <= bars.lcpMs ? [] : [`LCP ${bars.lcpMs} ms`],
    tbt <= bars.tbtMs ? [] : [`TBT ${bars.tbtMs} ms`],
    cls <= bars.cls ? [] : [`CLS ${bars.cls}`],
    performance >= bars.performance ? [] : [`performance ${bars.performance}`],
    accessibility === 100 ? [] : [`accessibility 100 (${listFaults(reports, "accessibility")})`],
    practices === 100 ? [] : [`best practices 100 (${listFaults(reports, "best-practices")})`],
  ].flat();
  const figures = `LCP ${lcp.toFixed(0)} ms, TBT ${tbt.toFixed(0)} ms, CLS ${cls.toFixed(3)}, performance ${performance}, accessibility ${accessibility}, best practices ${practices}`;
  return { figures, missed };
}

/** What pulled a category down, by Lighthouse's names. */
function listFaults([report]: Report[], category: Category): string {
  const weighed = (report?.categories[category].auditRefs ?? []).filter(({ weight }) => weight > 0);
  return weighed
    .filter(({ id }) => report?.audits[id]?.score === 0)
    .map(({ id }) => id)
    .join(", ");
}
