import type { Feature } from "../feature";
import { handleLeakReport } from "./handle-report";

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
