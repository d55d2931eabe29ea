import { getEnv } from "../env";
import { LocalSigner } from "./local-signer";
import type { Signer } from "./signer";
import { connectToSigner } from "./signer-client";

// Next.js bundles instrumentation and routes separately, so a module variable would not be shared within the process.
const slot = Symbol.for("portico.signer");
const holder = globalThis as { [slot]?: Signer };

/** The signer that this process uses: itself, or the process that its primary started for that. */
export function chooseSigner(): Signer {
  const { signerSocket } = getEnv();
  if (signerSocket === null) return new LocalSigner();
  holder[slot] ??= connectToSigner(signerSocket);
  return holder[slot];
}
