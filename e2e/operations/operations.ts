import { parseArgs } from "node:util";
import { directoryKit } from "./directory-kit";
import { type Exercise, type Figure, figure, MissingError } from "./exercise";
import { failover, switchover } from "./failover";
import { frozenDatabase } from "./frozen-database";
import { fullDisk } from "./full-disk";
import { poolerBySessions, poolerByTransactions } from "./poolers";
import { upgrade, upgradeEmbedded } from "./upgrade";

const { values: options, positionals: wanted } = parseArgs({
  // The version that the exercises of an upgrade begin with.
  options: { from: { type: "string" } },
  allowPositionals: true,
});

const exercises: Exercise[] = [
  poolerBySessions,
  poolerByTransactions,
  frozenDatabase,
  fullDisk,
  switchover,
  failover,
  upgrade(options.from),
  upgradeEmbedded(options.from),
  directoryKit,
];

type Outcome = "right" | "failed" | "not run";

const marks = { true: "ok", false: "FAILED", null: "" };

function print(figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, value, isRight } of figures) {
    console.log(`  ${marks[`${isRight}`].padEnd(7)} ${what.padEnd(width)}  ${value}`);
  }
}

async function perform({ name, run }: Exercise): Promise<Outcome> {
  console.log(`\n${name}`);
  const since = performance.now();
  try {
    const figures = await run();
    print([...figures, figure("duration", `${((performance.now() - since) / 1000).toFixed(0)} s`)]);
    return figures.some(({ isRight }) => isRight === false) ? "failed" : "right";
  } catch (error) {
    if (error instanceof MissingError) {
      console.log(`  not run: ${error.message}`);
      return "not run";
    }
    console.error(error);
    return "failed";
  }
}

const unknown = wanted.find((name) => exercises.every((each) => each.name !== name));
if (unknown !== undefined) {
  console.error(`There is no exercise ${unknown}. There are: ${exercises.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}
const outcomes = new Map<string, Outcome>();
for (const exercise of exercises.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  outcomes.set(exercise.name, await perform(exercise));
}
console.log("");
for (const [name, outcome] of outcomes) console.log(`${outcome.padEnd(8)} ${name}`);
const all = [...outcomes.values()];
// Of its own: what was not run has shown nothing, but nothing is wrong either.
process.exit(all.includes("failed") ? 1 : all.includes("not run") ? 3 : 0);
