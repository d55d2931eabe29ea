import { connect } from "node:tls";
import { z } from "zod";
import { sendTestMail } from "../admin/test-mail";
import { operator } from "../auth/actor";
import { findGeoProblem } from "../auth/find-place";
import { verifyMailServer } from "../auth/mail";
import { listEvents } from "../db/audit/list-events";
import { peekDatabase } from "../db/driver/database";
import type { ExaminedDatabase } from "../db/driver/database-faults";
import { examineFolder, examineOpen, examineServer } from "../db/driver/examination";
import { countProcesses, planPoolSizes } from "../db/driver/pool-sizes";
import { findStoredSettings } from "../db/portal/settings";
import { getEnv } from "../env";
import { EVENTS } from "../events/catalogue";
import { DOCTOR_HEADER, signQuestion } from "../http/health";
import { wordsFor } from "../i18n/words";
import { hideSecrets } from "../keys/hide-secrets";
import { decryptPrivateJwk } from "../keys/key-encryption";
import { countLeft, describeSecretChange, findSecretChange, type SecretChange } from "../keys/reseal";
import { findLostSecret, hasSecret } from "../keys/secret";
import { isLoopback } from "../oauth/client/loopback";
import { openidConfiguration } from "../oauth/metadata";
import { userinfo } from "../oauth/userinfo";
import { listUnknownSettings } from "../settings/portal-settings";
import {
  type CrowdedAddress,
  type DoctorCheck,
  type Finding,
  judgeCertificate,
  judgeChallenge,
  judgeChanges,
  judgeClock,
  judgeCookies,
  judgeCrowdedAddresses,
  judgeFailure,
  judgeHost,
  judgeIssuer,
  judgeMail,
  judgeMetadata,
  judgePlaces,
  judgeProxy,
  judgeTestMail,
} from "./doctor-checks";
import { judgeDatabase } from "./doctor-database";
import { examineDataFolder } from "./examine-folder";

/** The timeout of each question, in milliseconds. */
const PATIENCE = 3_000;

/** Milliseconds for everything about one thing. All are examined at once, so the whole takes no longer. */
const LIMIT = 8_000;

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
 * Checks the portal from outside, at its public address, and tries what it depends on. Says what is set up wrong, and
 * what to do. Changes nothing, and takes ten seconds at most, whatever hangs.
 * @param mailTo gets a mail; null: nobody does
 */
export async function examine(now: () => Date, mailTo: string | null): Promise<Finding[]> {
  const { issuer } = getEnv();
  const database = inTime("connection", examineDatabase(now));
  const areas = await Promise.all([
    [judgeIssuer(issuer, !isLoopback(new URL(issuer).hostname)), ...examineDataFolder(getEnv())],
    inTime("address", examineAddress(issuer, now)),
    database,
    inTime("mail", examineMail(mailTo, database)),
    inTime("places", examinePlaces()),
  ]);
  return areas.flat();
}

/** The findings, or one that says that they took too long. */
function inTime(check: DoctorCheck, work: Promise<Finding[]>): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Finding[]>((resolve) => {
    const sentence = `No answer within ${LIMIT / 1000} s. Look at what else runs on this machine, and at its network.`;
    timer = setTimeout(() => resolve([{ verdict: "wrong", check, sentence }]), LIMIT);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
}

/** What the portal answers at its address, or why it does not: it may also stop, or become slow, between two questions. */
async function examineAddress(issuer: string, now: () => Date): Promise<Finding[]> {
  return await askAddress(issuer, now).catch((error: unknown) => {
    const { code, message } = causeOf(error);
    return [judgeFailure(issuer, code, hideSecrets(message))];
  });
}

async function askAddress(issuer: string, now: () => Date): Promise<Finding[]> {
  const metadata = await ask(issuer + openidConfiguration.path);
  const told: unknown = await metadata.json().catch(() => null);
  const address = judgeMetadata(issuer, metadata.status, told);
  const date = metadata.headers.get("date");
  const clock = judgeClock("the portal", date === null ? null : new Date(date), now());
  const tls = issuer.startsWith("https:")
    ? [judgeCertificate(new URL(issuer).host, await readExpiry(issuer), now())]
    : [];
  // Another program's answers would only confuse.
  if (address.verdict === "wrong") return [address, ...tls];
  const [challenged, login, health] = await Promise.all([
    ask(issuer + userinfo.endpoints[0].path, { authorization: "Bearer none" }),
    ask(`${issuer}/login`),
    // Without a secret there is none to sign with.
    hasSecret() ? ask(`${issuer}/healthz`, { [DOCTOR_HEADER]: signQuestion(now()) }) : null,
  ]);
  return [
    address,
    ...tls,
    clock,
    judgeChallenge(challenged.headers.get("www-authenticate")),
    ...judgeHealth(await health?.json().catch(() => null)),
    judgeCookies(issuer, login.headers.getSetCookie()),
  ];
}

function judgeHealth(health: unknown): Finding[] {
  const parsed = healthSchema.safeParse(health);
  if (parsed.success) {
    const { seen, changes } = parsed.data;
    return [judgeHost(seen), judgeProxy(seen), judgeChanges(changes === "heard")];
  }
  const sentence =
    "The portal does not recognise this command. Run it with the PORTICO_SECRET of the portal, and let the proxy pass the Portico-Doctor header on.";
  return [{ verdict: "wrong", check: "secret", sentence }];
}

/** When the certificate of the address expires. */
function readExpiry(issuer: string): Promise<Date> {
  const { hostname, port } = new URL(issuer);
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: hostname, port: Number(port || 443), servername: hostname, timeout: PATIENCE },
      () => {
        resolve(new Date(socket.getPeerCertificate().valid_to));
        socket.destroy();
      },
    );
    socket.once("error", reject);
    socket.once("timeout", () => socket.destroy(new Error("The TLS handshake took too long.")));
  });
}

function tryDatabase(): Promise<ExaminedDatabase | null> {
  const { databaseUrl, databasePoolSize, workers, dataDir } = getEnv();
  if (findLostSecret() !== null) return Promise.resolve(null);
  if (databaseUrl !== null) {
    const processes = countProcesses(workers);
    const poolSizes = planPoolSizes(processes, databasePoolSize);
    return examineServer(databaseUrl, { poolSizes, processes }, decryptPrivateJwk);
  }
  const session = peekDatabase()?.session;
  return session ? examineOpen(session, decryptPrivateJwk) : examineFolder(dataDir, decryptPrivateJwk);
}

async function examineDatabase(now: () => Date): Promise<Finding[]> {
  const examined = await tryDatabase().catch((error: unknown) => hideSecrets(causeOf(error).message));
  if (typeof examined === "string") return [{ verdict: "wrong", check: "connection", sentence: examined }];
  if (examined === null && findLostSecret() !== null) return [];
  if (examined === null) {
    const sentence = "There is no database yet; the first start makes it.";
    return [{ verdict: "warning", check: "schema", sentence }];
  }
  const findings = judgeDatabase(examined.examinations, hideSecrets);
  const clock = examined.time === null ? [] : [judgeClock("the database", examined.time, now())];
  if (!isUsable(findings) || !canBeOpened()) return [...findings, ...clock];
  const unknown = listUnknownSettings(await findStoredSettings());
  return [
    ...findings,
    ...clock,
    ...judgeSecretChange(await findSecretChange()),
    ...unknown.map(({ sentence }): Finding => ({ verdict: "warning", check: "settings", sentence })),
    ...judgeCrowdedAddresses(await findCrowdedAddresses(now()), getEnv().trustProxy.length > 0),
  ];
}

/** What a change of the secret waits for; nothing where it is not being changed. */
function judgeSecretChange(change: SecretChange | null): Finding[] {
  if (change === null) return [];
  const verdict = change.isNewest && countLeft(change) === 0 ? "ok" : "warning";
  return [{ verdict, check: "secret", sentence: describeSecretChange(change) }];
}

/** Whether the database can be opened as the portal does it, which migrates it where it is behind. */
function isUsable(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict, check }) => verdict === "ok" || check === "durability" || check === "connections");
}

/** The embedded database of a folder that no portal has open is not opened only to be asked. */
const canBeOpened = () => getEnv().databaseUrl !== null || peekDatabase() !== undefined;

/** The newest event for each address and limit within the last day. */
async function findCrowdedAddresses(now: Date): Promise<CrowdedAddress[]> {
  const events = await listEvents({ type: "limit.reached", limit: 100 });
  const found = new Map<string, CrowdedAddress>();
  for (const { createdAt, ipAddress, data } of events) {
    const parsed = EVENTS["limit.reached"].data.safeParse(data);
    if (!parsed.success || ipAddress === null || now.getTime() - createdAt.getTime() > 86_400_000) continue;
    const { rule: name, max, seconds, refused } = parsed.data;
    const key = `${name} ${ipAddress}`;
    if (found.has(key)) continue;
    found.set(key, { address: ipAddress, rule: { name, max, seconds }, refused, at: createdAt });
  }
  return [...found.values()].slice(0, 5);
}

async function examineMail(mailTo: string | null, database: Promise<Finding[]>): Promise<Finding[]> {
  const { smtpUrl, smtpTls } = getEnv();
  if (smtpUrl === null) {
    const sentence = "SMTP_URL is not set: nobody gets mails. Set it before people use the portal.";
    return [{ verdict: mailTo === null ? "warning" : "wrong", check: "mail", sentence }];
  }
  const problem = await verifyMailServer(PATIENCE);
  const server = judgeMail({ smtpUrl, smtpTls }, problem && hideSecrets(problem));
  if (mailTo === null || server.some(({ verdict }) => verdict === "wrong")) return server;
  // The mail is in the portal's words and name, which the database has, and is noted there.
  if (!isUsable((await database).filter(({ check }) => check !== "limits" && check !== "settings")) || !canBeOpened()) {
    const sentence = `No mail was sent to ${mailTo}: that needs the database. Set right what is wrong with it first, and start the portal.`;
    return [...server, { verdict: "wrong", check: "mail", sentence }];
  }
  return [...server, judgeTestMail(mailTo, await sendTestMail(operator, mailTo, wordsFor("en"), PATIENCE))];
}

async function examinePlaces(): Promise<Finding[]> {
  const { geoDatabase } = getEnv();
  return geoDatabase === null ? [] : [judgePlaces(geoDatabase, await findGeoProblem())];
}

/** The innermost reason of a failed fetch. */
function causeOf(error: unknown): { code: string; message: string } {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  const code = innermost instanceof Error && "code" in innermost ? String(innermost.code) : "";
  return { code, message };
}
