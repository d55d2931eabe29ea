// The load generator's process: takes a plan, answers its result, until its parent disconnects.
import { generateLoad } from "./generate-load";
import type { LoadPlan } from "./plan";

process.on("message", (plan: LoadPlan) => {
  generateLoad(plan).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
