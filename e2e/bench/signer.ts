import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalSigner } from "../../lib/keys/local-signer";
import { resetMasterKey } from "../../lib/keys/secret";
import type { Signer } from "../../lib/keys/signer";
import { connectToSigner } from "../../lib/keys/signer-client";
import { serveSigner } from "../../lib/keys/signer-server";

// What a signature costs here and in a process of its own: npx tsx e2e/bench/signer.ts

/** Signatures of each measurement, and before it. */
const COUNT = 2_000;

resetMasterKey("a secret for a measurement, of 32 characters or more");
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Microseconds of the processor, of this process and of the other one. */
async function readTimes(other: ChildProcess | null): Promise<number[]> {
  const { user, system } = process.cpuUsage();
  const others = new Promise<number>((resolve) => other?.once("message", (time) => resolve(Number(time))));
  other?.send("time");
  return [user + system, other ? await others : 0];
}

async function measure(
  name: string,
  signer: Signer,
  alg: "ES256" | "RS256",
  atOnce: number,
  other: ChildProcess | null,
) {
  const kid = `${alg}-${atOnce}`;
  const key = { kid, alg, ...(await signer.makeKey(alg, kid)) };
  const header = encode({ alg, kid, typ: "JWT" });
  const payload = encode({
    sub: "018f4a00-0000-7000-8000-000000000001",
    iss: "https://id.example.org",
    exp: 1,
    iat: 1,
  });
  const run = async () => {
    let left = COUNT;
    const work = async () => {
      while (left-- > 0) await signer.sign(key, header, payload);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };
  await run();
  const [before, since] = [await readTimes(other), performance.now()];
  await run();
  const milliseconds = performance.now() - since;
  const [own = 0, others = 0] = (await readTimes(other)).map((time, place) => (time - (before[place] ?? 0)) / COUNT);
  console.log(
    `${alg}, ${atOnce} at once, ${name}: ${own.toFixed(0)} µs of this process, ${others.toFixed(0)} of the signer's; ${((milliseconds / COUNT) * atOnce).toFixed(2)} ms each`,
  );
}

const [, , socket] = process.argv;
if (socket) {
  await serveSigner(socket);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.("ready");
} else {
  const folder = mkdtempSync(path.join(tmpdir(), "portico-signer-"));
  const place = path.join(folder, "signer");
  const child = fork(import.meta.filename, [place]);
  await new Promise((resolve) => child.once("message", resolve));
  for (const alg of ["ES256", "RS256"] as const) {
    for (const atOnce of [1, 16]) {
      await measure("here", new LocalSigner(), alg, atOnce, null);
      await measure("by the signer", connectToSigner(place), alg, atOnce, child);
    }
  }
  child.kill();
  rmSync(folder, { recursive: true });
}
