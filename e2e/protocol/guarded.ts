import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Portal } from "../fixtures/portal";
import { PublishedPages } from "../fixtures/published";

/**
 * A portal whose operator allows more: to read this machine, and answers that carry tokens; it speaks the
 * pseudo-locale.
 */
export interface Guarded {
  portal: Portal;
  published: PublishedPages;
}

/** Has such a portal as long as `use` takes. */
export async function withGuarded(use: (guarded: Guarded) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "portico-ca-"));
  const published = new PublishedPages();
  await published.start();
  const settings = {
    NODE_EXTRA_CA_CERTS: published.writeCertificate(path.join(folder, "ca.pem")),
    PORTICO_FETCH_ALLOW: published.host,
    PORTICO_LEGACY_RESPONSE_TYPES: "on",
    PORTICO_PSEUDO_LOCALE: "on",
  };
  const portal = await Portal.start(settings, { isDatabaseMade: true });
  await use({ portal, published });
  await portal.stop();
  await published.stop();
  await rm(folder, { recursive: true, force: true });
}
