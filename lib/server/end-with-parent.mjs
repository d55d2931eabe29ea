// Loaded before a program: ends it when the process that started it is gone, however that went. A build that went on by
// itself would write into the folder together with the build of the next start.
process.stdin.on("close", () => process.exit(1));
process.stdin.resume();
// It is nothing to stay for.
/** @type {import("node:net").Socket} */ (process.stdin).unref();
