import type { RefusalCause } from "../oauth/refusal-causes";

/**
 * Causes of refusals that are a normal answer, and nobody's mistake: the person said no, or could not be asked, as an app
 * finds out with `prompt=none` whether somebody is signed in (OIDC Core §3.1.2.1).
 */
export const NORMAL_CAUSES: readonly RefusalCause[] = ["person_denied", "login_required", "consent_required"];
