/** Request header by which `proxy.ts` tells pages their own path and query. */
export const PATH_HEADER = "x-portico-path";

/** Request header by which `proxy.ts` tells pages that the browser sent no secret of ours and just got one. */
export const NEW_BROWSER_HEADER = "x-portico-new-browser";
