/** @type {import("next").NextConfig} */
const config = {
  agentRules: false,
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // No page shows pictures through the optimizer, and nobody else shall.
  images: { unoptimized: true },
  // `npm test` checks the types of everything, the tests' included; a build for running must not depend on those.
  typescript: { ignoreBuildErrors: true },
  // These load files of their own (WebAssembly, data directories), which a bundle would lose.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pg",
    "nodemailer",
    "sharp",
    // Asks Node.js for the cluster of this process, which a bundle would hide.
    "prom-client",
    // Loaded only where traces are sent.
    "@opentelemetry/api",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/core",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
  ],
  // Where phones look for the mark, whatever a page says.
  rewrites: async () =>
    ["/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"].map((source) => ({
      source,
      destination: "/apple-icon.png",
    })),
  // Only the page for pictures takes as much: lib/server/request-body-limit.mjs.
  experimental: {
    serverActions: { bodySizeLimit: "6mb" },
    // A portal writes nothing into its own folder, which may belong to somebody else.
    isrFlushToDisk: false,
  },
};

export default config;
