/** Request header by which `proxy.ts` tells pages their own path and query. */
export const pathHeader = "x-portico-path";
