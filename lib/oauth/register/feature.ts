import type { Feature } from "../feature";
import { handleRegistrationRequest, REGISTRATION_PATH } from "./handle-request";

export const register = {
  endpoints: [
    {
      name: "register",
      path: REGISTRATION_PATH,
      methods: ["GET", "POST", "PUT", "DELETE"],
      isCrossOrigin: true,
      errors: "json",
      guard: "registration",
      handle: handleRegistrationRequest,
    },
  ],
  // RFC 8414 §2: the metadata names the address only where clients may register.
  metadata: ({ issuer, registration }) =>
    registration.mode === "closed" ? {} : { registration_endpoint: issuer + REGISTRATION_PATH },
} as const satisfies Feature;
