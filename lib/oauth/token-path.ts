/**
 * Path of the token endpoint, below the issuer. It stands here and not in the endpoint's declaration because client
 * assertions, at every endpoint, may name this address as their audience.
 * @see RFC 7523 §3
 */
export const TOKEN_PATH = "/oauth/token";
