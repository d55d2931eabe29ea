import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { Portal } from "../fixtures/portal";
import { type Exercise, type Figure, figure, MissingError } from "./exercise";

const kit = path.join(import.meta.dirname, "scim");
/** Outside what git tracks; what is installed there stays for the next run. */
const cache = path.join(import.meta.dirname, "..", ".output", "scim");
const run = promisify(execFile);

const resultSchema = z.object({
  status: z.string(),
  check: z.string().nullable(),
  type: z.string().nullable(),
  reason: z.string().nullable(),
});
type KitResult = z.infer<typeof resultSchema>;

/** What the kit finds wrong, and why it stays so: README.md. */
const KNOWN = /Attribute '[^']*active'|remove attribute '[^']*active'/;

/** A conformance kit for SCIM that nobody here wrote, against a portal of its own. */
export const directoryKit: Exercise = {
  name: "directory-kit",
  run: async () => {
    const python = await install();
    const portal = await Portal.start();
    try {
      const { baseUrl, token } = await portal.addDirectory("Kit", "example.org");
      const { stdout } = await run(python, [path.join(kit, "check.py"), baseUrl, token], { maxBuffer: 1 << 26 });
      const results = stdout
        .trim()
        .split("\n")
        .map((line) => resultSchema.parse(JSON.parse(line)));
      return describe(results);
    } finally {
      await portal.stop();
    }
  },
};

function describe(results: readonly KitResult[]): Figure[] {
  const counts = new Map<string, number>();
  for (const { status } of results) counts.set(status, (counts.get(status) ?? 0) + 1);
  const wrong = results.filter(({ status }) => !["SUCCESS", "SKIPPED", "COMPLIANT", "ACCEPTABLE"].includes(status));
  const isKnown = ({ reason }: KitResult) => reason !== null && KNOWN.test(reason);
  return [
    ...[...counts].map(([status, count]) => figure(`checks: ${status}`, count)),
    ...wrong.map((each) =>
      figure(`${each.type ?? ""} ${each.check ?? ""}`.trim(), each.reason ?? "", isKnown(each) ? null : false),
    ),
    figure("checks", results.length, results.length > 50),
  ];
}

/** The Python that has the kit. @throws {MissingError} */
async function install(): Promise<string> {
  await mkdir(cache, { recursive: true });
  const python = path.join(cache, "venv", "bin", "python");
  try {
    await run("python3", ["-m", "venv", path.join(cache, "venv")]);
    await run(python, ["-m", "pip", "install", "--quiet", "-r", path.join(kit, "requirements.txt")]);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new MissingError(`scim2-tester cannot be installed: ${(stderr?.trim() || message).split("\n").at(-1)}`);
  }
  return python;
}
