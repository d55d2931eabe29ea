import NextAuth from "next-auth";

// Auth.js reads the issuer, the client ID and the secret from the variables AUTH_PORTAL_….
export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: "portal",
      name: "Portico",
      type: "oidc",
      authorization: { params: { scope: "openid profile email groups" } },
    },
  ],
  callbacks: {
    jwt: ({ token, profile }) => (profile ? { ...token, groups: profile.groups } : token),
    session: ({ session, token }) => ({ ...session, user: { ...session.user, groups: token.groups } }),
  },
});
