import { createHash } from "node:crypto";
import { checkSessionScript } from "./check-session-script";
import { getCookieName } from "./cookies";

/** The frame of session management: an invisible page, and the only one of the portal that any site may frame. */
export function renderCheckSessionPage(): Response {
  const script = checkSessionScript(getCookieName("session_state"));
  const hash = createHash("sha256").update(script).digest("base64");
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>-</title><script>${script}</script>`,
    {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors *`,
        "referrer-policy": "no-referrer",
      },
    },
  );
}
