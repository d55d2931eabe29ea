import type { Guide } from "./guide";

/** The file that a program's variables are read from. */
export const ENV_FILE = ".env";

/** The commands that make a folder with the libraries of a guide's program, for a POSIX shell. */
export function installCommands({ install: { with: tool, packages, command } }: Pick<Guide, "install">): string[] {
  const quoted = packages.map(quote).join(" ");
  switch (tool) {
    case "npm":
      return ["npm init -y", "npm pkg set type=module", `npm install ${quoted}`];
    case "pip":
      return ["python3 -m venv .venv", ". .venv/bin/activate", `pip install ${quoted}`];
    case "go":
      return command ? [`go install ${command}`] : ["go mod init app", `go get ${quoted}`];
    case "maven":
      return ["mvn -q package"];
  }
}

/** The commands that start the program with the variables of its `.env` file, which the shell fills in. */
export function startCommands({ install, start }: Pick<Guide, "install" | "start">): string[] {
  const [program = "", ...args] = start;
  return [`set -a; . ./${ENV_FILE}; set +a`, [shownProgram(program, install), ...args.map(quote)].join(" ")];
}

function shownProgram(program: string, { with: tool, command }: Guide["install"]): string {
  if (program.startsWith("node_modules/.bin/")) return program.replace("node_modules/.bin/", "npx ");
  return tool === "go" && !command ? "go run ." : program;
}

function quote(word: string): string {
  if (/^[\w./=:@$-]+$/.test(word)) return word;
  return word.includes("$") ? `"${word}"` : `'${word}'`;
}
