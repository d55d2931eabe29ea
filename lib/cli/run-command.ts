import { createInitialToken, listInitialTokens, revokeInitialToken } from "../admin/initial-tokens";
import { findLookAlikes } from "../admin/look-alikes";
import { createAccount, RefusedPasswordError } from "../auth/accounts";
import { operator } from "../auth/actor";
import { createResetLink } from "../auth/reset-link";
import type { Result } from "../clients/result";
import { flushEvents, recordEvent } from "../db/audit/events";
import { keepAuditPartitions } from "../db/audit/partitions";
import { verifyAuditLog } from "../db/audit/verification";
import { openDatabase } from "../db/driver/database";
import { dropSetupToken } from "../db/people/administrators";
import { findUserByEmail } from "../db/people/users";
import { writeBackup } from "../db/portal/backup";
import { BackupError, type RowCounts } from "../db/portal/backup-file";
import { restoreBackup } from "../db/portal/restore";
import { sweepExpired } from "../db/portal/sweep";
import { getEnv } from "../env";
import { wordsFor } from "../i18n/words";
import { listUsedAlgs, rotateKeys } from "../keys/signing-keys";
import { getPortalSettings } from "../settings/portal-settings";
import { examineConfiguration } from "./check";
import { changeClaimByName, createClaim, deleteClaimByName, listClaimsAsJson, setClaimByEmail } from "./claim-commands";
import {
  inviteToTeam,
  listRequestsAsJson,
  listTeamAsJson,
  offerClientTo,
  removeFromTeam,
  withdrawOffer,
} from "./client-commands";
import { type Command, CommandError } from "./command";
import { toCommandError } from "./command-problem";
import { createApi } from "./create-api";
import { createClientFromMetadata } from "./create-client";
import { describeAuditReport } from "./describe-audit-report";
import { describeLookAlikes } from "./describe-look-alikes";
import { describeNewToken, describeTokens } from "./describe-tokens";
import { addDirectoryOf, listDirectoriesAsJson, removeDirectoryByName, rotateTokenOf } from "./directory-commands";
import { examine } from "./doctor";
import { describeFindings, isWrong, toJson } from "./doctor-checks";
import { changeMember, createGroupByName, deleteGroupByName, listGroupsAsJson } from "./group-commands";
import { importFile } from "./import-command";
import { actOnPerson, deleteByEmail, inviteByEmail, listPeopleAsJson } from "./people-commands";
import { resealByHand } from "./reseal-by-hand";
import { addUpstreamFrom, changeUpstreamById, listUpstreamsAsJson, removeUpstreamById } from "./upstream-commands";

/**
 * Runs a command in the process that has the database.
 * @returns what goes to standard output
 * @throws {CommandError} with a sentence
 */
export async function runCommand(command: Command): Promise<string> {
  const now = new Date();
  switch (command.name) {
    case "user create": {
      const { email, password, isAdmin, claims } = command;
      const account = { email, password, isAdmin, name: claims.name ?? null, claims };
      const user = await createAccount(account, now).catch((error: unknown) => {
        if (!(error instanceof RefusedPasswordError)) throw error;
        throw new CommandError(`--password: ${wordsFor("en").auth.password.errors[`password_${error.problem}`]}`);
      });
      if (!user) throw new CommandError(`${email} has an account already.`);
      if (isAdmin) await dropSetupToken();
      await recordEvent(
        { type: "user.created", outcome: "ok", userId: user.userId, data: { isAdmin } },
        operator.source,
      );
      return JSON.stringify({ sub: user.userId, email: user.email, admin: user.isAdmin }, null, 2);
    }
    case "user reset": {
      const user = await findUserByEmail(command.email);
      const made = user && (await createResetLink(operator, user.userId, now));
      if (made?.kind === "suspended") throw new CommandError(`The account of ${command.email} is suspended.`);
      if (made?.kind !== "made") throw new CommandError(`${command.email} has no account.`);
      return made.link;
    }
    case "user invite":
      return inviteByEmail(command.email, now);
    case "user list":
      return listPeopleAsJson(command.email ?? "");
    case "user suspend":
    case "user resume":
    case "user require-new-factor":
    case "user make-administrator":
    case "user unmake-administrator":
    case "user make-support":
    case "user unmake-support":
      return actOnPerson(command.name, command.email, now);
    case "user delete":
      return deleteByEmail(command.email, command.apps, now);
    case "import":
      return importFile(command, now);
    case "group create":
      return createGroupByName(command.group, now);
    case "group list":
      return listGroupsAsJson();
    case "group add":
    case "group remove": {
      const { group, email } = command;
      return changeMember({ name: group, email, isMember: command.name === "group add" }, now);
    }
    case "group delete":
      return deleteGroupByName(command.group);
    case "client offer":
      return offerClientTo(command.clientId, command.email, now);
    case "client withdraw-offer":
      return withdrawOffer(command.clientId);
    case "client team":
      return listTeamAsJson(command.clientId, now);
    case "client invite":
      return inviteToTeam(command.clientId, command, now);
    case "client remove-teammate":
      return removeFromTeam(command.clientId, command.email, now);
    case "client events":
      return listRequestsAsJson(command.clientId, command.filter);
    case "claim list":
      return listClaimsAsJson();
    case "claim create":
      return createClaim(command.definition, now);
    case "claim change":
      return changeClaimByName(command.claim, command.changes, now);
    case "claim delete":
      return deleteClaimByName(command.claim, now);
    case "claim set":
      return setClaimByEmail(command, now);
    case "upstream list":
      return listUpstreamsAsJson();
    case "upstream add":
      return addUpstreamFrom(command.upstream, now);
    case "upstream change":
      return changeUpstreamById(command.id, command.changes);
    case "upstream remove":
      return removeUpstreamById(command.id);
    case "directory list":
      return listDirectoriesAsJson(now);
    case "directory add":
      return addDirectoryOf(command.directory, now);
    case "directory new-token":
      return rotateTokenOf(command.directory, now);
    case "directory remove":
      return removeDirectoryByName(command.directory, now);
    case "client create":
      return JSON.stringify(await createClientFromMetadata(command.metadata, now), null, 2);
    case "registration-token create":
      return describeNewToken(getValue(await createInitialToken(operator, command, now)));
    case "registration-token list":
      return describeTokens((await listInitialTokens(operator, now)) ?? []);
    case "registration-token revoke":
      getValue(await revokeInitialToken(operator, command.id, now));
      return `${command.id} lets nobody register any more. What was registered with it stays.`;
    case "client look-alikes":
      return describeLookAlikes((await findLookAlikes(operator)) ?? { groups: [], more: 0 });
    case "api create":
      return JSON.stringify(await createApi(command.api), null, 2);
    case "keys rotate": {
      const algs = command.alg ? [command.alg] : await listUsedAlgs(now);
      const lines = [];
      for (const alg of algs) {
        const { kid, visibleAt, activeAt } = await rotateKeys(alg, now);
        await recordEvent({ type: "keys.rotated", outcome: "ok", data: { alg, kid } }, operator.source);
        const [visible, active] = [visibleAt.toISOString(), activeAt.toISOString()];
        lines.push(`${alg}: ${kid} is published now and signs from ${active}; every process shows it from ${visible}`);
      }
      return lines.join("\n");
    }
    case "keys reseal":
      return resealByHand();
    case "audit verify": {
      await flushEvents();
      return describeAuditReport(await verifyAuditLog({ now, retentionDays: getEnv().auditRetentionDays }));
    }
    case "check":
    case "doctor": {
      const isHere = command.name === "check";
      const findings = isHere ? await examineConfiguration() : await examine(() => new Date(), command.mailTo);
      const report = command.isJson ? toJson(findings) : describeFindings(findings);
      // The terminal shows the message of a CommandError; the exit code is 1.
      if (findings.some(isWrong)) throw new CommandError(report, { isForPrograms: command.isJson });
      return report;
    }
    case "db backup": {
      const counts = await asSentence(() => writeBackup(command.file, now));
      return `${command.file} holds ${describeRows(counts)}. Keep PORTICO_SECRET with it: nothing can be restored without.`;
    }
    case "db restore": {
      const { header, counts } = await asSentence(() => restoreBackup(command.file));
      const { createdAt, processes } = header;
      await recordEvent({ type: "database.restored", outcome: "ok", data: { createdAt, processes } }, operator.source);
      return `${describeRows(counts)} are back, as of ${createdAt}. Start the portal.`;
    }
    case "db migrate": {
      const { appliedMigrations } = await openDatabase();
      return appliedMigrations.map((name) => `Applied ${name}`).join("\n") || "The database is up to date.";
    }
    case "db sweep": {
      const { auditRetentionDays } = getEnv();
      const { dropped } = await keepAuditPartitions(now, auditRetentionDays);
      const { requestDays } = await getPortalSettings();
      const swept = await sweepExpired({ now, auditRetentionDays, requestDays, rest: async () => {} });
      const lines = [
        ...dropped.map((name) => `${name}: dropped`),
        ...Object.entries(swept).map(([table, count]) => `${table}: ${count}`),
      ];
      return lines.join("\n") || "Nothing had expired.";
    }
  }
}

/** @throws {CommandError} with a sentence, if the use case did nothing */
function getValue<T>(result: Result<T>): T {
  if (!result.ok) throw toCommandError(result.problem);
  return result.value;
}

function describeRows(counts: RowCounts): string {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${rows} rows of ${Object.keys(counts).length} tables`;
}

/**
 * The same in a running portal, which must not lose the database that it uses.
 * @throws {CommandError} with a sentence
 */
export async function runInPortal(command: Command): Promise<string> {
  if (command.name === "db restore") throw new CommandError("A portal uses this database; stop it, then restore.");
  return runCommand(command);
}

/** A running portal sends the command line only the sentences of CommandErrors. */
async function asSentence<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
