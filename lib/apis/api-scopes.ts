import type { z } from "zod";
import type { Actor } from "../auth/actor";
import { toProblemKey } from "../clients/client-metadata";
import { done, type ProblemKey, type Result, refused } from "../clients/result";
import { type Act, recordEvent } from "../db/audit/events";
import { type ApiScope, createScope, reviseScope } from "../db/clients/apis";
import { maySaveOver, nameSeen } from "../forms/seen";
import { listOwnLocales } from "../http/request-words";
import { isOwnText } from "../i18n/scope-text";
import { wordsFor } from "../i18n/words";
import { dropEmptyTexts, scopeSchema, scopeWordsSchema } from "./api-metadata";
import { findApi, isOwn } from "./registered-apis";

/** Adds a scope to an API. Apps can ask for it at once. */
export async function addScope(
  actor: Actor,
  apiId: string,
  input: z.input<typeof scopeSchema>,
  now: Date = new Date(),
): Promise<Result<null>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  // The code of the portal's own API defines its scopes.
  if (isOwn(api)) return refused("api_own_scopes");
  const parsed = scopeSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: scopeProblemsOf(parsed.error) });
  const scope = { ...parsed.data, texts: dropEmptyTexts(parsed.data.texts) };
  if (!(await createScope(apiId, scope, now))) return refused("scope_taken", { fields: { name: "scope_taken" } });
  await record(actor, {
    type: "scope.created",
    outcome: "ok",
    data: { identifier: api.identifier, scope },
  });
  return done(null);
}

/** Names what a page shows of a scope. */
export function nameSeenScope({ title, detail, texts, risk, icon, isPublic }: ApiScope): string {
  const inOrder = Object.entries(texts).sort(([one], [other]) => (one < other ? -1 : 1));
  return nameSeen([title, detail, inOrder, risk, icon, isPublic]);
}

/**
 * Changes what people read about a scope and who may ask for it; its name never changes. Words in languages that are
 * not named stay too. As long as the portal's own words for one of its own scopes are unchanged, they appear in every
 * language.
 * @param seen what the form showed, by {@link nameSeenScope}: if it is not so any more, nothing is changed
 */
export async function changeScope(
  actor: Actor,
  apiId: string,
  name: string,
  input: z.input<typeof scopeWordsSchema>,
  seen: string | null = null,
): Promise<Result<null>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  const parsed = scopeWordsSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: scopeProblemsOf(parsed.error) });
  const { title, detail } = parsed.data;
  const decide = (before: ApiScope) => {
    const isOwnWords = before.title === null && isOwnText(name, { title, detail }, listOwnLocales().map(wordsFor));
    const after = {
      ...parsed.data,
      ...(isOwnWords && { title: null, detail: null }),
      texts: dropEmptyTexts({ ...before.texts, ...parsed.data.texts }),
    };
    const saved = nameSeenScope({ ...before, ...after });
    return maySaveOver(nameSeenScope(before), { seen, saved }) ? after : null;
  };
  const changes = await reviseScope(apiId, name, decide);
  if (changes === "missing") return refused("unknown_scope");
  if (changes === null) return refused("overtaken");
  const data = { identifier: api.identifier, scope: { name, ...changes } };
  await record(actor, { type: "scope.changed", outcome: "ok", data });
  return done(null);
}

/**
 * Retires a scope, or brings it back. Nobody gets a retired scope any more, and requests that name it get their other
 * scopes; tokens that have it keep it until they expire.
 */
export async function retireScope(
  actor: Actor,
  apiId: string,
  name: string,
  isRetired: boolean,
  now: Date = new Date(),
): Promise<Result<null>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  if (isOwn(api)) return refused("api_own_scopes");
  const retiredAt = isRetired ? now : null;
  if ((await reviseScope(apiId, name, () => ({ retiredAt }))) === "missing") return refused("unknown_scope");
  const data = { identifier: api.identifier, scope: { name } };
  await record(actor, { type: isRetired ? "scope.retired" : "scope.restored", outcome: "ok", data });
  return done(null);
}

/**
 * The first problem of each field, as keys of the catalogue. Fields of a language have its tag behind them: `title#ko`.
 * @see OIDC Core §5.2
 */
function scopeProblemsOf(error: z.ZodError): Record<string, ProblemKey> {
  const problems: Record<string, ProblemKey> = {};
  for (const { path, message } of error.issues) {
    const [field = "", tag, member = field] = path.map(String);
    problems[field === "texts" && tag !== undefined ? `${member}#${tag}` : field] ??= toProblemKey(message);
  }
  return problems;
}

function record({ userId, source }: Actor, event: Act): Promise<void> {
  return recordEvent({ ...event, userId }, source);
}
