import type { Feature } from "../feature";
import { handleLeakReport } from "./handle-report";

/** Whoever finds a credential of the portal in public can end it. @see GitHub, Secret scanning partner program */
export const leaks = {
  endpoints: [
    {
      name: "leaks",
      path: "/oauth/leaks",
      methods: ["POST"],
      isCrossOrigin: false,
      errors: "json",
      handle: handleLeakReport,
    },
  ],
} as const satisfies Feature;
