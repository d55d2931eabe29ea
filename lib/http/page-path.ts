/** Request header by which `proxy.ts` tells pages their own path and query. */
export const pathHeader = "x-portico-path";

/** Request header by which `proxy.ts` tells pages that the browser sent no mark of ours, so that it was given one. */
export const newBrowserHeader = "x-portico-new-browser";
