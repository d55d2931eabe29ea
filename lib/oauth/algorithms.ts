/**
 * Algorithms that clients may sign with. Ed25519 is the newer name for the EdDSA that everybody used.
 * @see RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2
 */
export const CLIENT_SIGNING_ALGS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"] as const;

/** Algorithms of request objects. HS256 counts only for a client that registered it. @see OIDC Core §6.1 */
export const REQUEST_OBJECT_ALGS = [...CLIENT_SIGNING_ALGS, "HS256"] as const;

/** Algorithms of client assertions; HS256 is for client_secret_jwt only. @see RFC 7591 §2, OIDC Core §9 */
export const ASSERTION_ALGS = ["HS256", ...CLIENT_SIGNING_ALGS] as const;

/** Algorithms with which this server signs ID tokens. @see RFC 7518 §3.1, RFC 8037 §3.1 */
export const SIGNING_ALGS = ["ES256", "RS256", "PS256", "EdDSA"] as const;
