import type { MailFailure, TestMailResult } from "@/lib/admin/test-mail";
import { describeCrowdedAddress } from "@/lib/auth/crowded-addresses";
import { isTlsRequired } from "@/lib/auth/mail-transport";
import type { DatabaseCheck } from "@/lib/db/driver/database-faults";

/** What was found about one thing, and what to do about it. */
export interface Finding {
  verdict: "ok" | "warning" | "wrong";
  check: DoctorCheck;
  /** one or two sentences: what is wrong, and what to change */
  sentence: string;
}

/** What is examined; scripts know these names. */
export type DoctorCheck =
  | "configuration"
  | "certificates"
  | "issuer"
  | "address"
  | "tls"
  | "proxy"
  | "changes"
  | "cookies"
  | "clock"
  | "limits"
  | "settings"
  | "secret"
  | "data-folder"
  | "disk-of-data-folder"
  | "mail"
  | "places"
  | DatabaseCheck;

const finding = (verdict: Finding["verdict"], check: DoctorCheck, sentence: string): Finding => ({
  verdict,
  check,
  sentence,
});

export const isWrong = ({ verdict }: Finding) => verdict === "wrong";

/** How far two clocks may be apart before assertions and tokens are refused, in seconds. */
const CLOCK_TOLERANCE = 30;

/** What reached the portal of a request through a reverse proxy. */
export interface SeenRequest {
  /** the name that it was sent to, as it arrived; null when none did */
  host: string | null;
  /** headers that identify a proxy */
  proxyHeaders: string[];
  forwardedProto: string | null;
  /** who connected to the portal; null when the server in front does not say */
  peer: string | null;
  /** whether PORTICO_TRUST_PROXY names the peer */
  isPeerTrusted: boolean;
  issuer: string;
}

/** Whether the issuer is an address that people and apps can rely on. @see RFC 8414 §2 */
export function judgeIssuer(issuer: string, isProduction: boolean): Finding {
  if (issuer.startsWith("https:")) return finding("ok", "issuer", `${issuer} is an https address.`);
  const sentence = `${issuer} is not https: tokens and passwords travel unencrypted. Set PORTICO_ISSUER to the https address of the portal.`;
  return isProduction
    ? finding("wrong", "issuer", `${sentence} Cookies lack their __Host- prefix as well.`)
    : finding(
        "warning",
        "issuer",
        `${issuer} is for this machine only; set PORTICO_ISSUER to an https address before people use it.`,
      );
}

/** Whether the file of `PORTICO_GEO_DATABASE` can be read. @param problem why not, without a full stop; null: it can */
export function judgePlaces(file: string, problem: string | null): Finding {
  if (problem === null) return finding("ok", "places", `${file} tells where devices are.`);
  const sentence = `${file} cannot be read (${problem}), so no places are shown. Check PORTICO_GEO_DATABASE; the file must be in MaxMind's format (.mmdb).`;
  return finding("warning", "places", sentence);
}

/** Whether this portal is what answers at the issuer. @see RFC 8414 §3.3 */
export function judgeMetadata(issuer: string, status: number, metadata: unknown): Finding {
  const told =
    typeof metadata === "object" && metadata !== null && "issuer" in metadata ? String(metadata.issuer) : null;
  if (status !== 200 || told === null) {
    return finding(
      "wrong",
      "address",
      `${issuer} answers, but not as a portal (status ${status}). Point the proxy at the portal, with the whole path unchanged.`,
    );
  }
  if (told !== issuer) {
    return finding(
      "wrong",
      "address",
      `What answers at ${issuer} calls itself ${told}. Set PORTICO_ISSUER of the running portal to the address that people use, and restart it.`,
    );
  }
  return finding("ok", "address", `The portal answers at ${issuer}.`);
}

/** Why an address cannot be reached, from the error of the connection. */
export function judgeFailure(issuer: string, code: string, message: string): Finding {
  const { host } = new URL(issuer);
  const known: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${issuer}. Start the portal, and let the proxy listen there.`,
    ENOTFOUND: `The name ${host} has no address. Add it to the DNS, or correct PORTICO_ISSUER.`,
    EAI_AGAIN: `The name ${host} cannot be looked up now. Check the DNS of this machine.`,
    CERT_HAS_EXPIRED: `The certificate of ${host} has expired. Renew it.`,
    CERT_NOT_YET_VALID: `The certificate of ${host} is not valid yet: check the clock of this machine.`,
    ERR_TLS_CERT_ALTNAME_INVALID: `The certificate is not for ${host}. Get one that names it.`,
    DEPTH_ZERO_SELF_SIGNED_CERT: `The certificate of ${host} is self-signed. Get one from a public authority, or name yours in NODE_EXTRA_CA_CERTS.`,
    SELF_SIGNED_CERT_IN_CHAIN: `The certificate of ${host} comes from an authority that is not known here. Name it in NODE_EXTRA_CA_CERTS.`,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${host} does not send the certificates between its own and the authority's. Give the proxy the full chain.`,
    ERR_SSL_WRONG_VERSION_NUMBER: `${host} does not speak TLS. Let the proxy end TLS there.`,
  };
  return finding("wrong", "address", known[code] ?? `${issuer} cannot be reached: ${message}.`);
}

/** Whether the certificate will still be valid when the operator looks next. `validTo`: its end */
export function judgeCertificate(host: string, validTo: Date, now: Date): Finding {
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000);
  const until = validTo.toISOString().slice(0, 10);
  if (days < 0) return finding("wrong", "tls", `The certificate of ${host} expired on ${until}. Renew it.`);
  if (days < 14) return finding("warning", "tls", `The certificate of ${host} ends on ${until}, in ${days} days.`);
  return finding("ok", "tls", `The certificate of ${host} is valid until ${until}.`);
}

/** Whether the portal got the Authorization header that was sent, and its challenge came back. @see RFC 6750 §3 */
export function judgeChallenge(challenge: string | null): Finding {
  if (challenge === null) {
    return finding(
      "wrong",
      "proxy",
      "The WWW-Authenticate header does not come back. Let the proxy pass response headers on.",
    );
  }
  // RFC 6750 §3.1: without a token in the request, the challenge names no error.
  if (!challenge.includes("error=")) {
    return finding("wrong", "proxy", "The Authorization header does not reach the portal. Let the proxy pass it on.");
  }
  return finding("ok", "proxy", "The Authorization header reaches the portal.");
}

/** Whether the proxy says who called, and whether the portal trusts it. */
export function judgeProxy(seen: SeenRequest): Finding {
  const { issuer, peer, isPeerTrusted, proxyHeaders, forwardedProto } = seen;
  const isProxied = proxyHeaders.length > 0;
  if (isProxied && !isPeerTrusted) {
    const headers = proxyHeaders.join(", ");
    const where = peer === null ? "" : ` at ${peer}`;
    return finding(
      "warning",
      "proxy",
      `A proxy is in front${where} (${headers}), and PORTICO_TRUST_PROXY does not name it: everybody seems to come from its address, and shares its limits. Set PORTICO_TRUST_PROXY=${peer ?? "its address"} if it sets X-Forwarded-For itself.`,
    );
  }
  if (!isProxied && isPeerTrusted) {
    return finding(
      "wrong",
      "proxy",
      `PORTICO_TRUST_PROXY names ${peer}, from where this question came, but no X-Forwarded headers came with it. Let the proxy there set X-Forwarded-For and X-Forwarded-Proto, or take it out of PORTICO_TRUST_PROXY: whoever calls from there could claim any address.`,
    );
  }
  if (forwardedProto !== null && !issuer.startsWith(`${forwardedProto}:`)) {
    return finding(
      "wrong",
      "proxy",
      `The proxy says that people come by ${forwardedProto}, and the issuer is ${issuer}. Set PORTICO_ISSUER to the address that people use.`,
    );
  }
  return finding(
    "ok",
    "proxy",
    isProxied ? "The proxy says who called, and the portal trusts it." : "No proxy is in front.",
  );
}

/**
 * Whether requests arrive under the name that they were sent to. Otherwise the portal thinks that each came to another
 * address.
 */
export function judgeHost({ issuer, host }: Pick<SeenRequest, "issuer" | "host">): Finding {
  const own = new URL(issuer).host;
  if (host === own) return finding("ok", "proxy", `Requests arrive as sent to ${own}.`);
  return finding(
    "wrong",
    "proxy",
    `What is sent to ${own} arrives as sent to ${host ?? "nobody"}. Let the proxy pass Host on as it came, or tell it in X-Forwarded-Host (nginx: proxy_set_header Host $http_host).`,
  );
}

/** Whether the portal's processes hear about each other's changes in the database. */
export function judgeChanges(areHeard: boolean): Finding {
  return areHeard
    ? finding("ok", "changes", "The portal hears of changes in the database (LISTEN).")
    : finding(
        "warning",
        "changes",
        "The portal cannot hear of changes in the database (LISTEN), remembers nothing between requests, and is slower for it. Let DATABASE_URL lead to PostgreSQL itself, or to a pooler that works by sessions, not by transactions.",
      );
}

/** An address that reached a limit, as the audit log has it. */
export interface CrowdedAddress {
  address: string;
  rule: { name: string; max: number; seconds: number };
  /** at least this many requests were refused */
  refused: number;
  at: Date;
}

/** Addresses that recently reached a limit: perhaps a proxy that many people share. */
export function judgeCrowdedAddresses(crowded: readonly CrowdedAddress[], trustsProxies: boolean): Finding[] {
  return crowded.map((each) => {
    const sentence = describeCrowdedAddress(each, each.refused, trustsProxies);
    return finding("warning", "limits", `${each.at.toISOString().slice(0, 16).replace("T", " ")} UTC: ${sentence}`);
  });
}

/** Whether a browser keeps the cookies that the portal sets at its address. @see RFC 6265bis §4.1.3, §5.7 */
export function judgeCookies(issuer: string, setCookies: readonly string[]): Finding {
  const isSecure = issuer.startsWith("https:");
  const own = setCookies.filter((cookie) => cookie.includes("portico_"));
  if (own.length === 0) {
    return finding("wrong", "cookies", "No cookie comes back from the sign-in page. Let the proxy pass Set-Cookie on.");
  }
  for (const cookie of own) {
    const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
    const [name = ""] = pair.split("=");
    const has = (attribute: string) => attributes.some((each) => each.toLowerCase() === attribute);
    const hasDomain = attributes.some((each) => /^domain=/i.test(each));
    if (name.startsWith("__Host-") && (!has("secure") || !has("path=/") || hasDomain)) {
      const sentence = "Let the proxy leave Secure, Path and Domain of cookies as they are.";
      return finding(
        "wrong",
        "cookies",
        `Browsers drop ${name}, since its attributes were changed on the way. ${sentence}`,
      );
    }
    if (isSecure && !name.startsWith("__Host-")) {
      const sentence = "Set PORTICO_ISSUER of the running portal to its https address, and restart it.";
      return finding("wrong", "cookies", `${name} comes without the __Host- prefix, at an https address. ${sentence}`);
    }
    if (!isSecure && has("secure")) {
      return finding("wrong", "cookies", `Browsers drop ${name}: it is Secure, and ${issuer} is not https.`);
    }
  }
  return finding("ok", "cookies", "Browsers keep the cookies of the sign-in page.");
}

/** Whether two clocks agree. `other`: null when it was not told */
export function judgeClock(subject: string, other: Date | null, now: Date): Finding {
  if (other === null) return finding("warning", "clock", `${subject} does not tell its time (no Date header).`);
  const seconds = Math.round(Math.abs(other.getTime() - now.getTime()) / 1000);
  if (seconds > CLOCK_TOLERANCE) {
    return finding(
      "wrong",
      "clock",
      `The clock of ${subject} is ${seconds} s off. Run NTP on every machine: tokens would be refused as expired or not valid yet.`,
    );
  }
  return finding("ok", "clock", `The clock of ${subject} agrees with this machine's.`);
}

/** Whether the data folder can be used. @param problem why not, without a full stop */
export function judgeFolder(dataDir: string, problem: string | null): Finding {
  if (problem === null) return finding("ok", "data-folder", `${dataDir} can be written.`);
  const sentence = `The data folder ${dataDir} cannot be used: ${problem}. Let the user that runs the portal own it, or set PORTICO_DATA_DIR to another folder.`;
  return finding("wrong", "data-folder", sentence);
}

/** Whether the secret in the data folder is there. @param lost the sentence about one that is gone */
export function judgeSecret(lost: string | null): Finding {
  return lost === null ? finding("ok", "secret", "The secret is there.") : finding("wrong", "secret", lost);
}

/** Bytes that the embedded database must have, and those below which the operator should act. */
const ROOM = { least: 64 * 2 ** 20, comfortable: 1024 * 2 ** 20 };

/** Whether the disk of the data folder has room. @param free in bytes */
export function judgeDisk(dataDir: string, free: number): Finding {
  const amount = `${Math.floor(free / 2 ** 20)} MiB`;
  if (free >= ROOM.comfortable)
    return finding("ok", "disk-of-data-folder", `The disk of ${dataDir} has ${amount} left.`);
  const sentence = `The disk of ${dataDir} has only ${amount} left. Free space on it, or move the folder and set PORTICO_DATA_DIR.`;
  return finding(free < ROOM.least ? "wrong" : "warning", "disk-of-data-folder", sentence);
}

/** Why a mail to one recipient was not sent, and what to change. */
const MAIL_ADVICE: Record<MailFailure, string> = {
  credentials: "The user or password in SMTP_URL is not accepted: correct them.",
  encryption:
    "The connection cannot be encrypted. Check SMTP_URL, and that the server offers STARTTLS with a valid certificate.",
  address:
    "The server refuses the sender or the recipient: let it relay for the portal's address, or correct --mail-to.",
  silent: "The server does not answer in time. Check host and port in SMTP_URL, and firewalls.",
  unreachable: "The server cannot be reached. Check host and port in SMTP_URL.",
  unknownHost: "The host in SMTP_URL has no address: correct it.",
  refused: "The server refuses the mail; its answer says why.",
};

/** What became of the mail to one recipient. */
export function judgeTestMail(to: string, result: TestMailResult): Finding {
  switch (result.kind) {
    case "sent":
      return finding("ok", "mail", `A mail to ${result.to} was accepted (${result.answer}). See whether it arrives.`);
    case "failed": {
      const answer = result.answer === null ? "" : ` (${result.answer})`;
      return finding("wrong", "mail", `A mail to ${to} was not sent${answer}. ${MAIL_ADVICE[result.why]}`);
    }
    case "limited":
      return finding("warning", "mail", `No mail was sent: too many were tried. Try again in ${result.seconds} s.`);
    case "badAddress":
      return finding("wrong", "mail", `${to} is no e-mail address. Correct --mail-to.`);
    case "noServer":
    case "forbidden":
      return finding("wrong", "mail", `No mail was sent to ${to}. Set SMTP_URL.`);
  }
}

/** The findings as a list for the terminal. */
export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.map(({ verdict, check, sentence }) => `${verdict.padEnd(8)} ${check.padEnd(19)} ${sentence}`);
  const wrong = findings.filter(isWrong).length;
  return [...lines, wrong === 0 ? "Nothing is wrong." : `${wrong} to fix.`].join("\n");
}

/** The findings for programs: `fix` says what is wrong and what to do about it, and is null where nothing is. */
export function toJson(findings: readonly Finding[]): string {
  const list = findings.map(({ verdict, check, sentence }) => ({
    check,
    ok: verdict !== "wrong",
    verdict,
    fix: verdict === "ok" ? null : sentence,
  }));
  return JSON.stringify(list, null, 2);
}

/**
 * Whether the mail server accepts mail, and whether they travel encrypted.
 * @param problem why it accepts none, or null
 */
export function judgeMail(
  mail: { smtpUrl: string; smtpTls: "required" | "optional" },
  problem: string | null,
): Finding[] {
  const { host, protocol } = new URL(mail.smtpUrl);
  if (problem !== null) {
    const advice =
      isTlsRequired(mail) && protocol === "smtp:"
        ? "Check SMTP_URL; the server must offer STARTTLS, unless PORTICO_SMTP_TLS=optional lets codes travel unencrypted."
        : "Check SMTP_URL.";
    return [finding("wrong", "mail", `${host} does not accept mail: ${problem}. ${advice}`)];
  }
  const isClear = mail.smtpTls === "optional" && isTlsRequired({ ...mail, smtpTls: "required" });
  const ok = finding("ok", "mail", `${host} accepts mail.`);
  if (!isClear || protocol === "smtps:") return [ok];
  const sentence = `Mails with codes may travel to ${host} unencrypted. Remove PORTICO_SMTP_TLS=optional when the server offers STARTTLS.`;
  return [ok, finding("warning", "mail", sentence)];
}
