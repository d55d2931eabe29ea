import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { DataDirError } from "../db/driver/data-dir-lock";
import { log } from "../log/log.mjs";
import { type Command, CommandError, commandSchema, describeIssue } from "./command";

/** Systems limit the path of a socket to about 104 bytes. */
const MAX_PATH_BYTES = 100;

type Answer = { ok: true; output: string } | { ok: false; message: string; isForPrograms?: boolean };

/**
 * Where a running portal listens for commands: in its data directory, which only its owner can enter, or, when that
 * path is too long for a socket, in a folder of that user below the system's temporary one.
 */
export function socketPath(dataDir: string): string {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\portico-${name}`;
  const inDataDir = path.join(dataDir, "socket");
  if (Buffer.byteLength(inDataDir) <= MAX_PATH_BYTES) return inDataDir;
  return path.join(tmpdir(), `portico-${userInfo().uid}`, `${name}.socket`);
}

/** The folder must belong to this user alone: anybody who can put a socket there could read passwords from commands. */
function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (process.getuid && uid !== process.getuid()) {
    throw new DataDirError(`The folder ${folder} belongs to another user. Start the portal as that user.`);
  }
  if (mode & 0o077 && folder.startsWith(tmpdir())) chmodSync(folder, 0o700);
}

/** One line of JSON each way. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > 1_000_000) reject(new Error("The message is too long."));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The connection ended early.")));
  });
}

async function answer(line: string, run: (command: Command) => Promise<string>): Promise<Answer> {
  const parsed = commandSchema.safeParse(JSON.parse(line));
  if (!parsed.success) return { ok: false, message: describeIssue(parsed.error) };
  try {
    return { ok: true, output: await run(parsed.data) };
  } catch (error) {
    if (error instanceof CommandError) {
      return { ok: false, message: error.message, isForPrograms: error.isForPrograms };
    }
    log.error("A command failed", { error });
    return { ok: false, message: "The portal could not run the command; its log says why." };
  }
}

/**
 * Lets the command line of the same user reach this process. Answers a function that stops this. The caller holds the
 * lock of the data directory, so an existing socket belongs to a dead process.
 */
export async function listenForCommands(
  dataDir: string,
  run: (command: Command) => Promise<string>,
): Promise<() => Promise<void>> {
  const file = socketPath(dataDir);
  const isFile = process.platform !== "win32";
  if (isFile) {
    prepareFolder(path.dirname(file));
    rmSync(file, { force: true });
  }
  const server = createServer((socket) => {
    readLine(socket)
      .then((line) => answer(line, run))
      .then((given) => socket.end(`${JSON.stringify(given)}\n`))
      .catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(file, resolve);
  });
  if (isFile) chmodSync(file, 0o600);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/**
 * Sends a command to the running portal.
 * @returns its output; null when none is running
 * @throws {CommandError} with the sentence of the portal
 */
export async function sendCommand(dataDir: string, command: Command): Promise<string | null> {
  const socket = connect(socketPath(dataDir));
  const isConnected = await new Promise<boolean>((resolve, reject) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (["ENOENT", "ECONNREFUSED", "ENOTDIR"].includes(error.code ?? "")) resolve(false);
      else reject(new CommandError(`The running portal cannot be asked: ${error.code ?? error.message}.`));
    });
  });
  if (!isConnected) return null;
  socket.write(`${JSON.stringify(command)}\n`);
  const given = JSON.parse(await readLine(socket)) as Answer;
  if (!given.ok) throw new CommandError(given.message, { isForPrograms: given.isForPrograms === true });
  return given.output;
}
