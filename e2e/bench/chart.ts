import type { EngineName } from "./engines/engine";
import type { Results, WorkloadResult } from "./results";

const colours: Record<EngineName, string> = {
  portico: "#0f766e",
  "oidc-provider": "#b45309",
  "better-auth": "#6d28d9",
  floor: "#64748b",
};

const labelWidth = 230;
const barWidth = 480;
const rowHeight = 18;
const gap = 14;

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** One workload: a bar for each engine, the longest over the whole width, as the workloads differ by powers of ten. */
function drawWorkload({ title, engines }: WorkloadResult, top: number): string {
  const most = Math.max(...engines.map(({ figures }) => figures.requestsPerSecond));
  const rows = engines.map(({ engine, figures }, index) => {
    const y = top + index * rowHeight;
    const width = (figures.requestsPerSecond / most) * barWidth;
    const text = `${Math.round(figures.requestsPerSecond).toLocaleString("en")}/s`;
    return [
      `<text x="${labelWidth - 8}" y="${y + 12}" text-anchor="end" font-size="11" fill="#475569">${engine}</text>`,
      `<rect x="${labelWidth}" y="${y + 2}" width="${width.toFixed(1)}" height="13" rx="2" fill="${colours[engine]}"/>`,
      `<text x="${labelWidth + width + 6}" y="${y + 12}" font-size="11">${text}</text>`,
    ].join("\n");
  });
  return [`<text x="8" y="${top + 12}" font-weight="600">${escapeXml(title)}</text>`, ...rows].join("\n");
}

/** Requests a second of every engine, as an SVG image. */
export function drawChart({ workloads, machine, startedAt }: Results): string {
  const drawn = workloads.filter(({ engines }) => engines.length > 0);
  let top = 56;
  const parts = drawn.map((result) => {
    const part = drawWorkload(result, top);
    top += result.engines.length * rowHeight + gap;
    return part;
  });
  const width = labelWidth + barWidth + 90;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${top}" fill="#ffffff"/>`,
    `<text x="8" y="22" font-size="15" font-weight="600">Requests per second (medians, durable PostgreSQL)</text>`,
    `<text x="8" y="40" fill="#475569">${escapeXml(`${machine}, ${startedAt}`)}</text>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
