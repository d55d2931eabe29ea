// Loaded before a program: ends it when the process that started it is gone for any reason. Otherwise an abandoned
// build would write into the folder together with the build of the next start.
process.stdin.on("close", () => process.exit(1));
process.stdin.resume();
// It must not keep the process alive.
/** @type {import("node:net").Socket} */ (process.stdin).unref();
