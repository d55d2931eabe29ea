import type { Feature } from "../feature";
import { handleGrantsRequest } from "./handle-request";
import { readGrantManagement } from "./read-grant-management";

/**
 * Clients manage what people allowed them by its `grant_id`, where their settings say so.
 * @see Grant Management for OAuth 2.0
 */
export const grants = {
  endpoints: [
    {
      name: "grants",
      path: "/oauth/grants",
      hasItems: true,
      metadataMember: "grant_management_endpoint",
      methods: ["GET", "DELETE"],
      isCrossOrigin: true,
      errors: "json",
      handle: handleGrantsRequest,
    },
  ],
  authorizeChecks: [{ at: ["authorize", "par", "device", "ciba"], run: readGrantManagement }],
  metadata: () => ({
    grant_management_actions_supported: ["query", "revoke", "create", "merge", "replace"],
    // A client's settings can require it of that client.
    grant_management_action_required: false,
  }),
} as const satisfies Feature;
