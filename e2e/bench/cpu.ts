import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second in /proc; 100 on every Linux that Node.js runs on. @see proc_pid_stat(5) */
const ticksPerSecond = 100;

interface Stat {
  parent: number;
  ticks: number;
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name, in parentheses, may hold anything.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ticks: utime + stime + cutime + cstime };
  } catch {
    // It has ended meanwhile; its parent has its ticks then.
    return null;
  }
}

/** The process and all that it started, directly or not. */
function readTree(root: number): Map<number, Stat> {
  const all = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? readStat(pid) : null;
    if (stat) all.set(pid, stat);
  }
  const tree = new Map<number, Stat>();
  const add = (pid: number) => {
    const stat = all.get(pid);
    if (!stat || tree.has(pid)) return;
    tree.set(pid, stat);
    for (const [child, { parent }] of all) if (parent === pid) add(child);
  };
  add(root);
  return tree;
}

/** Whether this system tells what a process used; where it does not, those columns stay empty. */
export const canMeasureCpu = process.platform === "linux";

/** CPU seconds that a process and all that it started have used so far. */
export function readCpuSeconds(pid: number): number {
  if (!canMeasureCpu) return Number.NaN;
  return [...readTree(pid).values()].reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
}

/** The largest resident set so far of the largest process among `pid` and those it started, in MB. */
export function readPeakRss(pid: number): number {
  if (!canMeasureCpu) return Number.NaN;
  const peaks = [...readTree(pid).keys()].map((each) => {
    try {
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/status`, "latin1"))?.[1] ?? 0) / 1024;
    } catch {
      // It has ended meanwhile.
      return 0;
    }
  });
  return Math.max(0, ...peaks);
}
