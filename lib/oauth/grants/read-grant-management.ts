import { isUuid } from "../../uuid-v7";
import { OAuthError } from "../errors";
import type { AuthorizeCheck } from "../feature";

/**
 * What the request wants to become of a grant. Whether the grant is this client's and this person's is decided once the
 * person is known (`authorize/decide.ts`).
 * @see Grant Management for OAuth 2.0 §5.1, §5.2
 */
export const readGrantManagement: AuthorizeCheck["run"] = ({ params, client }) => {
  const action = params.get("grant_management_action");
  const grantId = params.get("grant_id");
  if (client.grantManagement === null) {
    if (action === null && grantId === null) return undefined;
    throw new OAuthError(
      "invalid_request",
      "This client does not manage grants: set grant_management, or leave grant_management_action and grant_id out",
      { cause: "grant_management_off" },
    );
  }
  if (action === null) {
    if (client.grantManagement === "optional" && grantId === null) return undefined;
    throw new OAuthError("invalid_request", "grant_management_action is missing: send create, merge or replace", {
      cause: "grant_action_missing",
    });
  }
  if (action === "create") {
    if (grantId === null) return { grantManagement: { action } };
    throw malformed("grant_management_action=create makes a new grant: leave grant_id out");
  }
  if (action !== "merge" && action !== "replace") {
    throw malformed("grant_management_action must be create, merge or replace");
  }
  if (grantId === null) throw malformed(`grant_management_action=${action} needs the grant_id of the grant`);
  if (!isUuid(grantId)) {
    throw new OAuthError("invalid_grant_id", "grant_id names no grant of this client and this user", {
      cause: "grant_id_unknown",
    });
  }
  return { grantManagement: { action, grantId } };
};

function malformed(description: string): OAuthError {
  return new OAuthError("invalid_request", description, { cause: "grant_action_malformed" });
}
