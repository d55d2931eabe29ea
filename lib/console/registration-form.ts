import { redirect } from "next/navigation";
import { getEnv } from "../env";
import { setFlash } from "../http/flash";
import { getWords } from "../i18n/words";
import { clientNameSchema } from "../oauth/register/member-schemas";
import { type ActionState, applyFix, linesOf, stateOfProblem, stateOfValues, textField } from "./action-state";
import type { Actor } from "./authorise";
import { offeredKinds, usesRedirectUris } from "./client-kinds";
import { envBlock } from "./env-block";
import { describeSettings, findFramework, frameworkNeeds, settingsFor } from "./frameworks";
import { newClientId, registerClient } from "./register-client";

/** The form of step 2, or what it made. */
export interface RegistrationState extends ActionState {
  registered: {
    title: string;
    clientId: string;
    clientSecret: string | null;
    env: string;
    href: string;
    /** what the choice of a framework set */
    preset: { title: string; lines: string[] } | null;
    addUriHref: string | null;
  } | null;
}

/** The answers of step 1 as they stand in the address; `problem` when step 2 cannot be shown yet. */
export function readFirstStep(params: { kind?: unknown; name?: unknown }) {
  const kind = offeredKinds.find((each) => each === params.kind) ?? null;
  const name = clientNameSchema.safeParse(params.name);
  const typed = typeof params.name === "string" ? params.name : "";
  const issue = name.success ? null : (name.error.issues[0]?.message ?? "name_missing");
  const words = getWords().console.problems;
  const problem =
    issue === "name_long" ? words.name_long : issue === "name_characters" ? words.name_characters : words.name_missing;
  return { kind, name: name.success ? name.data : typed.slice(0, 200), problem: issue === null ? null : problem };
}

/** Answers the form of step 2: with another value in the field, with what is wrong, or with the new client. */
export async function submitRegistration(
  actor: Actor,
  state: RegistrationState,
  form: FormData,
): Promise<RegistrationState> {
  const name = textField(form, "name");
  const kind = offeredKinds.find((each) => each === textField(form, "kind"));
  const requestKey = textField(form, "requestKey");
  const redirectUris = textField(form, "redirectUris");
  const values = { redirectUris, framework: textField(form, "framework") };
  const framework = findFramework(values.framework, kind ?? "web");

  const fixed = applyFix(form, "redirectUris");
  if (fixed !== null) return { ...stateOfValues(state, { ...values, redirectUris: fixed }), registered: null };
  if (textField(form, "intent") === "fill") {
    const lines = linesOf(redirectUris);
    const uri = framework && frameworkNeeds[framework].uri;
    if (uri && !lines.includes(uri)) lines.push(uri);
    return { ...stateOfValues(state, { ...values, redirectUris: lines.join("\n") }), registered: null };
  }

  const lines = linesOf(redirectUris);
  const input = {
    name,
    kind: kind ?? "web",
    redirectUris: lines,
    requestKey,
    idTokenClaims: true,
    ...(framework && settingsFor(framework, lines)),
  };
  const result = await registerClient(actor, input);
  if (!result.ok) {
    if (result.problem.key === "already_registered") {
      await setFlash(getWords().console.register.alreadyBody, "info");
      redirect(`/console/clients/${newClientId(actor, requestKey)}/credentials`);
    }
    return { ...stateOfProblem(state, result.problem, values), registered: null };
  }
  const { clientId, clientSecret } = result.value;
  const href = `/console/clients/${clientId}`;
  const hasNoWayBack = input.redirectUris.length === 0 && usesRedirectUris(input.kind);
  return {
    ...stateOfValues(state, {}),
    registered: {
      title: getWords().console.register.doneTitle(name),
      clientId,
      clientSecret,
      env: envBlock({ issuer: getEnv().issuer, clientId, clientSecret, redirectUri: input.redirectUris[0], framework }),
      href,
      preset: framework && describeSettings(framework),
      addUriHref: hasNoWayBack ? `${href}/redirect-uris` : null,
    },
  };
}
