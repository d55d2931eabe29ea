import NextAuth from "next-auth";

export const { handlers, auth } = NextAuth({ providers: [{ id: "portal", name: "Portico", type: "oidc" }] });
