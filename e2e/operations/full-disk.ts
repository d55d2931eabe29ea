import { makeDatabaseOnSmallDisk } from "../fixtures/small-database";
import { endure } from "./endure";
import { type Exercise, MissingError } from "./exercise";
import { startInstances } from "./instances";

/** A server whose disk is full until somebody frees space on it. */
export const fullDisk: Exercise = {
  name: "full-disk",
  run: async () => {
    const database = await makeDatabaseOnSmallDisk();
    if (database === null) throw new MissingError("only root on Linux can mount a disk that is small enough to fill");
    const instances = await startInstances(database.url);
    try {
      return await endure(instances, {
        begin: database.fill,
        end: database.free,
        lasts: 3_000,
        isTold: (reason) => reason === "disk_full",
      });
    } finally {
      await instances.stop();
      await database.remove();
    }
  },
};
