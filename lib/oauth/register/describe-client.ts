import { memberOf, REGISTERED_MEMBERS } from "../client/member-lists";
import type { RegisteredMember } from "../client/members";
import { isNative } from "../client/redirect-uri";
import type { ClientSettings } from "./settings";

/** Members that are returned even if they are empty. */
const LISTS: readonly RegisteredMember[] = ["grantTypes", "responseTypes"];

/** Members about a logout address, which are left out for a client without one. */
const ADDRESS_OF: Partial<Record<RegisteredMember, "backchannelLogoutUri" | "frontchannelLogoutUri">> = {
  backchannelLogoutSessionRequired: "backchannelLogoutUri",
  frontchannelLogoutSessionRequired: "frontchannelLogoutUri",
};

/**
 * A client's registered metadata by its names on the wire, without members that have no value.
 * @see RFC 7591 §3.2.1, OpenID Connect Dynamic Client Registration §3.2
 */
export function toWireMetadata(settings: ClientSettings): Record<string, unknown> {
  const isTold = (key: RegisteredMember) => {
    const address = ADDRESS_OF[key];
    return LISTS.includes(key) || (isThere(settings[key]) && (address === undefined || settings[address] !== null));
  };
  const members = REGISTERED_MEMBERS.filter(isTold).map((key) => [memberOf(key).wire, settings[key]]);
  const others = {
    redirect_uris: settings.redirectUris,
    post_logout_redirect_uris: settings.postLogoutRedirectUris,
    application_type: isNative(settings.kind) ? "native" : "web",
    scope: settings.scopes.join(" "),
    subject_type: settings.pairwiseSector === null ? "public" : "pairwise",
  };
  return Object.fromEntries([
    ...Object.entries({ ...settings.metadata, ...others }).filter(([, value]) => isThere(value)),
    ...members,
  ]);
}

function isThere(value: unknown): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
