import { connect } from "node:tls";
import { z } from "zod";
import { limitReachedType } from "../auth/crowded-addresses";
import { verifyMailServer } from "../auth/mail";
import { listEvents } from "../db/audit-events";
import { readDatabaseTime } from "../db/client";
import { getEnv } from "../env";
import { doctorHeader, signQuestion } from "../http/health";
import {
  type CrowdedAddress,
  describeFindings,
  type Finding,
  judgeCertificate,
  judgeChallenge,
  judgeChanges,
  judgeClock,
  judgeCookies,
  judgeCrowdedAddresses,
  judgeFailure,
  judgeIssuer,
  judgeMail,
  judgeMetadata,
  judgeProxy,
} from "./doctor-checks";

/** Milliseconds for each question. */
const patience = 10_000;

const healthSchema = z.object({
  changes: z.enum(["heard", "unheard"]),
  seen: z.object({
    host: z.string().nullable(),
    proxyHeaders: z.array(z.string()),
    forwardedProto: z.string().nullable(),
    peer: z.string().nullable(),
    isPeerTrusted: z.boolean(),
    issuer: z.string(),
  }),
});

/**
 * Looks at the portal from outside, by its public address, and at what it needs: what is set up wrong, and what to do.
 * @returns the report, and whether something is wrong
 */
export async function examine(now: () => Date): Promise<{ report: string; isWell: boolean }> {
  const { issuer } = getEnv();
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\]|[^/]*\.localhost)/.test(issuer);
  const findings = [
    judgeIssuer(issuer, !isLocal),
    ...(await examineAddress(issuer, now)),
    ...(await examineDatabase(now)),
    ...(await examineMail()),
  ];
  return { report: describeFindings(findings), isWell: findings.every(({ verdict }) => verdict !== "wrong") };
}

function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(patience) });
}

async function examineAddress(issuer: string, now: () => Date): Promise<Finding[]> {
  let metadata: Response;
  try {
    metadata = await ask(`${issuer}/.well-known/openid-configuration`);
  } catch (error) {
    const { code, message } = causeOf(error);
    return [judgeFailure(issuer, code, message)];
  }
  const told: unknown = await metadata.json().catch(() => null);
  const address = judgeMetadata(issuer, metadata.status, told);
  const date = metadata.headers.get("date");
  const clock = judgeClock("the portal", date === null ? null : new Date(date), now());
  const tls = issuer.startsWith("https:")
    ? [judgeCertificate(new URL(issuer).host, await readExpiry(issuer), now())]
    : [];
  // Another program's answers would only confuse.
  if (address.verdict === "wrong") return [address, ...tls];
  const [userinfo, login, health] = await Promise.all([
    ask(`${issuer}/oauth/userinfo`, { authorization: "Bearer none" }),
    ask(`${issuer}/login`),
    ask(`${issuer}/healthz`, { [doctorHeader]: signQuestion(now()) }),
  ]);
  return [
    address,
    ...tls,
    clock,
    judgeChallenge(userinfo.headers.get("www-authenticate")),
    ...judgeHealth(await health.json().catch(() => null)),
    judgeCookies(issuer, login.headers.getSetCookie()),
  ];
}

function judgeHealth(health: unknown): Finding[] {
  const parsed = healthSchema.safeParse(health);
  if (parsed.success) return [judgeProxy(parsed.data.seen), judgeChanges(parsed.data.changes === "heard")];
  const sentence =
    "The portal does not recognise this command. Run it with the PORTICO_SECRET of the portal, and let the proxy pass the Portico-Doctor header on.";
  return [{ verdict: "wrong", subject: "secret", sentence }];
}

/** The end of the certificate that the address shows now. */
function readExpiry(issuer: string): Promise<Date> {
  const { hostname, port } = new URL(issuer);
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: hostname, port: Number(port || 443), servername: hostname, timeout: patience },
      () => {
        resolve(new Date(socket.getPeerCertificate().valid_to));
        socket.destroy();
      },
    );
    socket.once("error", reject);
    socket.once("timeout", () => socket.destroy(new Error("The TLS handshake took too long.")));
  });
}

async function examineDatabase(now: () => Date): Promise<Finding[]> {
  try {
    const time = await readDatabaseTime();
    return [
      { verdict: "ok", subject: "database", sentence: "The database answers, with the newest schema." },
      judgeClock("the database", time, now()),
      ...judgeCrowdedAddresses(await findCrowdedAddresses(now()), getEnv().trustProxy.length > 0),
    ];
  } catch (error) {
    const sentence = `${error instanceof Error ? error.message : String(error)} Look at DATABASE_URL.`;
    return [{ verdict: "wrong", subject: "database", sentence }];
  }
}

const reachedSchema = z.object({ rule: z.string(), max: z.number(), seconds: z.number(), refused: z.number() });

/** The newest note of each address and rule, of the last day. */
async function findCrowdedAddresses(now: Date): Promise<CrowdedAddress[]> {
  const events = await listEvents({ type: limitReachedType, limit: 100 });
  const found = new Map<string, CrowdedAddress>();
  for (const { createdAt, ipAddress, data } of events) {
    const parsed = reachedSchema.safeParse(data);
    if (!parsed.success || ipAddress === null || now.getTime() - createdAt.getTime() > 86_400_000) continue;
    const { rule: name, max, seconds, refused } = parsed.data;
    const key = `${name} ${ipAddress}`;
    if (found.has(key)) continue;
    found.set(key, { address: ipAddress, rule: { name, max, seconds }, refused, at: createdAt });
  }
  return [...found.values()].slice(0, 5);
}

async function examineMail(): Promise<Finding[]> {
  const { smtpUrl, smtpTls } = getEnv();
  if (smtpUrl === null) {
    const sentence = "SMTP_URL is not set: nobody gets mails. Set it before people use the portal.";
    return [{ verdict: "warning", subject: "mail", sentence }];
  }
  return judgeMail({ smtpUrl, smtpTls }, await verifyMailServer());
}

/** The innermost reason of a failed fetch. */
function causeOf(error: unknown): { code: string; message: string } {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  const code = innermost instanceof Error && "code" in innermost ? String(innermost.code) : "";
  return { code, message };
}
