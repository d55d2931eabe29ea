import type { Actor } from "../auth/actor";
import { OFFERED_KINDS, usesRedirectUris } from "../clients/client-kinds";
import { newClientId, registerClient } from "../clients/register-client";
import type { ProblemKey } from "../clients/result";
import { getEnv } from "../env";
import * as field from "../forms/fields";
import type { FormResult } from "../forms/result";
import { clientNameSchema } from "../oauth/client/member-schemas";
import { applyFix } from "./apply-fix";
import { envBlock } from "./env-block";
import { comeBack } from "./form-result";
import { describeSettings, findFramework, frameworkNeeds, settingsFor } from "./frameworks";
import { GUIDE_NAMES, GUIDES } from "./quickstart/guide";

/** What step 2 shows once the app is registered. */
export interface RegisteredApp {
  title: string;
  clientId: string;
  clientSecret: string | null;
  env: string;
  href: string;
  /** what the choice of a framework set */
  preset: { title: string; lines: string[] } | null;
  addUriHref: string | null;
  /** the guide for the chosen framework, or all of them */
  quickstartHref: string;
}

/** The values of the form of step 2, including the answers of step 1. */
export const registrationFields = {
  name: field.text(),
  kind: field.choice(OFFERED_KINDS),
  redirectUris: field.text(),
  framework: field.text(),
  requestKey: field.hidden(),
  intent: field.hidden(),
  fix: field.hidden(),
};

const NAME_PROBLEMS = [
  "name_long",
  "name_characters",
  "name_like_portal",
  "name_like_verified",
] as const satisfies readonly ProblemKey[];

/** The answers of step 1, from the address; `problem`, as a key of the catalogue, if step 2 cannot be shown yet. */
export function readFirstStep(params: { kind?: unknown; name?: unknown }) {
  const kind = OFFERED_KINDS.find((each) => each === params.kind) ?? null;
  const name = clientNameSchema.safeParse(params.name);
  const typed = typeof params.name === "string" ? params.name : "";
  const issue = name.success ? null : (name.error.issues[0]?.message ?? "name_missing");
  const problem = issue === null ? null : (NAME_PROBLEMS.find((each) => each === issue) ?? "name_missing");
  return { kind, name: name.success ? name.data : typed.slice(0, 200), problem } as const;
}

/** Registers the app of step 2, or fills in an address: the one that a framework needs, or a fix for a wrong one. */
export async function register(
  actor: Actor,
  values: field.ValuesOf<typeof registrationFields>,
): Promise<FormResult<string, ProblemKey, RegisteredApp>> {
  const { name, kind = "web", redirectUris, requestKey } = values;
  const framework = findFramework(values.framework, kind);
  const lines = field.linesOf(redirectUris);

  const fixed = applyFix(redirectUris, values.fix);
  if (fixed !== null) return { kind: "filled", values: { redirectUris: fixed } };
  if (values.intent === "fill") {
    const uri = framework && frameworkNeeds[framework].uri;
    if (uri && !lines.includes(uri)) lines.push(uri);
    return { kind: "filled", values: { redirectUris: lines.join("\n") } };
  }

  const input = {
    name,
    kind,
    redirectUris: lines,
    requestKey,
    idTokenClaims: true,
    ...(framework && settingsFor(framework, lines)),
  };
  const result = await registerClient(actor, input);
  if (!result.ok) {
    if (result.problem.key !== "already_registered") return comeBack(result.problem);
    const goTo = `/console/clients/${newClientId(actor, requestKey)}/credentials`;
    return { kind: "done", goTo, says: ({ console }) => console.register.alreadyBody, tone: "info" };
  }
  const { clientId, clientSecret } = result.value;
  const href = `/console/clients/${clientId}`;
  const hasNoWayBack = input.redirectUris.length === 0 && usesRedirectUris(input.kind);
  const env = envBlock({
    issuer: getEnv().issuer,
    clientId,
    clientSecret,
    framework,
    redirectUri: input.redirectUris[0],
  });
  const guide = GUIDE_NAMES.find((name) => GUIDES[name] === framework);
  return {
    kind: "shown",
    shown: (words) => ({
      clientId,
      clientSecret,
      env,
      href,
      title: words.console.register.doneTitle(name),
      preset: framework && describeSettings(framework, words),
      addUriHref: hasNoWayBack ? `${href}/redirect-uris` : null,
      quickstartHref: [href, "quickstart", ...(guide ? [guide] : [])].join("/"),
    }),
  };
}
