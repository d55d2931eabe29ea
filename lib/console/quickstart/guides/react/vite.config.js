export default {
  define: {
    ISSUER: JSON.stringify(process.env.ISSUER),
    CLIENT_ID: JSON.stringify(process.env.CLIENT_ID),
  },
  esbuild: { jsx: "automatic" },
};
