import { queueEvent } from "@/lib/db/audit/events";
import { keepRequest } from "@/lib/db/clients/client-requests";
import { countRequest } from "@/lib/db/clients/client-usage";
import { revokeLeakedRegistrationToken, revokeLeakedSecret } from "@/lib/db/clients/leaked-credentials";
import { registrationStore } from "@/lib/db/clients/registrations";
import { isDatabaseAway } from "@/lib/db/driver/outage";
import { noteUse } from "@/lib/db/protocol/access-uses";
import { eventStore } from "@/lib/db/protocol/event-store";
import { oauthStore } from "@/lib/db/protocol/store";
import { type Env, getEnv } from "@/lib/env";
import { kindOf, type NewEvent } from "@/lib/events/catalogue";
import { getBrowser } from "@/lib/http/browser-cookie";
import { renderCheckSessionPage } from "@/lib/http/check-session-page";
import { getClientAddress } from "@/lib/http/client-address";
import { renderFormPostPage } from "@/lib/http/form-post-page";
import { renderHandOffPage } from "@/lib/http/hand-off-page";
import { renderLimitedPage } from "@/lib/http/limited-page";
import { subscriber, toNetwork } from "@/lib/http/network";
import { getRequestId } from "@/lib/http/request-id";
import { timeSinceStart } from "@/lib/http/request-start";
import { keepUiLocales, listOwnLocales } from "@/lib/http/request-words";
import { safeFetch } from "@/lib/http/safe-fetch";
import { renderSigningOutPage } from "@/lib/http/signing-out-page";
import { openClientSecret, sealClientSecret } from "@/lib/keys/client-secret-encryption";
import { keptValue } from "@/lib/keys/kept-keys";
import { takeRandom } from "@/lib/keys/random";
import { createSigningKeys } from "@/lib/keys/signing-keys";
import { PublishedRequestObjects } from "@/lib/oauth/authorize/published-request-objects";
import { ClientKeySets } from "@/lib/oauth/client/keys";
import type { ServerContext } from "@/lib/oauth/feature";
import { FEATURES } from "@/lib/oauth/features";
import { PartnerSignatures } from "@/lib/oauth/leaks/partner-signatures";
import { SignatureChecks } from "@/lib/oauth/signature-checks";
import { GrantShapes } from "@/lib/oauth/token/grant-shapes";
import { StatusLists } from "@/lib/oauth/tokens/status-lists";
import { peekPortalSettings } from "@/lib/settings/portal-settings";
import { findAuthentication, findAuthenticationFor } from "./current-user";
import { createRefusedCheckNote, createStepLimit, findLimitedSender } from "./endpoint-guards";
import { renderErrorPage } from "./error-page";
import { findForeignSecret } from "./foreign-secrets";
import { findNameTwin } from "./name-twin";
import { isPlaygroundRequest, PLAYGROUND_CALLBACK_PATH } from "./playground-requests";
import { RefusalLog } from "./refusal-log";
import { endSession } from "./session";
import { tellOfLeak } from "./tell-of-leak";

function createContext(): ServerContext {
  const now = () => new Date();
  const refusals = new RefusalLog(now);
  const { issuer } = getEnv();
  const parts = { issuer, store: oauthStore, keys: createSigningKeys(now), now, random: takeRandom };
  return {
    ...parts,
    ownRequests: { callback: issuer + PLAYGROUND_CALLBACK_PATH, isBegun: isPlaygroundRequest },
    statusLists: new StatusLists({ ...parts, isAway: isDatabaseAway }),
    events: eventStore,
    features: FEATURES,
    legacyResponseTypes: getEnv().legacyResponseTypes,
    requirePkce: getEnv().requirePkce,
    refreshLifetime: getEnv().refreshTokenDays * 24 * 3600,
    get maxConsentDays() {
      return peekPortalSettings().maxConsentDays;
    },
    shapes: { code: new GrantShapes(), refreshToken: new GrantShapes() },
    fetch: safeFetch,
    limit: createStepLimit(now),
    signatureChecks: new SignatureChecks({ now, senderOf: findLimitedSender, refused: createRefusedCheckNote(now) }),
    requestObjects: new PublishedRequestObjects({ fetch: safeFetch }),
    clientKeys: new ClientKeySets({ fetch: safeFetch, now }),
    registration: {
      get mode() {
        return peekPortalSettings().registration;
      },
      store: registrationStore,
      findNameTwin: (name, clientId) => findNameTwin(name, { clientId, ownerId: null }),
      sealSecret: sealClientSecret,
    },
    leaks: {
      revokeSecret: revokeLeakedSecret,
      revokeRegistrationToken: revokeLeakedRegistrationToken,
      tell: tellOfLeak,
      partner: new PartnerSignatures({ fetch: safeFetch, now }),
    },
    openSecret: openClientSecret,
    findForeignSecret,
    derive: keptValue,
    authenticate: findAuthentication,
    authenticateFor: findAuthenticationFor,
    browser: getBrowser,
    get published() {
      const { privacyUrl, termsUrl } = peekPortalSettings();
      return { policyUri: privacyUrl, termsUri: termsUrl };
    },
    get locales() {
      return listOwnLocales();
    },
    keepUiLocales,
    endSession,
    record: (event, request) => {
      const requestId = request && getRequestId(request);
      const ipAddress = request && getClientAddress(request);
      countRequest(event, request && timeSinceStart(request));
      const filed = isForLog(event) ? refusals.select(event, ipAddress) : [];
      // Of somebody whose refusals the log no longer takes, developers see none either.
      if (event.outcome !== "refused" || filed.includes(event)) {
        keepRequest(event, requestId, { sender: ipAddress && toNetwork(ipAddress, subscriber) });
      }
      for (const each of filed) queueEvent({ ...each, requestId, ipAddress });
    },
    noteUse,
    pages: {
      renderError: (errorPage) => renderErrorPage({ ...errorPage, requestId: getRequestId(errorPage.request) }),
      renderLimited: renderLimitedPage,
      renderHandOff: renderHandOffPage,
      renderFormPost: renderFormPostPage,
      renderSigningOut: renderSigningOutPage,
      renderCheckSession: renderCheckSessionPage,
    },
  };
}

/** Whether the audit log takes an event: as a row, or as the use of a secret. */
function isForLog({ type, data }: NewEvent): boolean {
  return kindOf(type)?.isUnfiled !== true || (data !== undefined && "secretId" in data);
}

let made: { env: Env; context: ServerContext } | undefined;

/**
 * The context of the protocol core for this portal, made once for its configuration: store, keys, sessions and pages.
 */
export function getProtocolContext(): ServerContext {
  const env = getEnv();
  if (made?.env !== env) made = { env, context: createContext() };
  return made.context;
}
