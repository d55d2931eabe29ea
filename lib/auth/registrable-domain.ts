import { isIP } from "node:net";

/** Second-level labels under which registries of two-letter countries sell names: `example.co.uk`. */
const registryLabels = new Set(
  "ac co com edu gov go gob gouv govt id info ltd me mil ne net nom or org plc sch web".split(" "),
);
/** Hosts where every customer is somebody else, so the customer's label is what identifies. */
const sharedHosts = new Set(
  `github.io gitlab.io pages.dev workers.dev vercel.app netlify.app herokuapp.com web.app firebaseapp.com azurewebsites.net
   azurestaticapps.net cloudfront.net amazonaws.com fly.dev onrender.com ngrok.io ngrok-free.app ngrok.app run.app appspot.com
   blogspot.com glitch.me surge.sh trycloudflare.com deno.dev replit.app railway.app render.com`.split(/\s+/),
);

/**
 * Splits a host into what anybody can prefix and the part that its owner had to register.
 * Without the whole public suffix list: unknown registries fall back to the last two labels.
 */
export function splitHost(hostname: string): { prefix: string; registrable: string } {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare)) return { prefix: "", registrable: hostname };
  const labels = hostname.replace(/\.$/, "").split(".");
  const [tld = "", second = ""] = [...labels].reverse();
  const isShared = sharedHosts.has(labels.slice(-2).join("."));
  const isCountry = tld.length === 2 && registryLabels.has(second);
  const kept = isShared || isCountry ? 3 : 2;
  const registrable = labels.slice(-kept).join(".");
  return {
    prefix: labels
      .slice(0, -kept)
      .map((label) => `${label}.`)
      .join(""),
    registrable,
  };
}
