// A start repeats what a killed start left half done. Only Node's own modules, as in `prepare.mjs`.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @param {string} file @param {string} text */
function writeWhole(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

/**
 * Makes something and then writes a stamp of what it was made from. While it is being made there is no stamp, so that a
 * half-made result never passes for a complete one, even if its sources are again those of the last stamp.
 * @param {string} stampFile @param {string} stamp @param {() => Promise<void>} work
 */
export async function makeWithStamp(stampFile, stamp, work) {
  rmSync(stampFile, { force: true });
  await work();
  writeWhole(stampFile, stamp);
}

/** Whether an installation into this folder was started and not finished. @param {string} marker */
export const isHalfInstalled = (marker) => existsSync(marker);

/**
 * Installs packages into a folder. To npm, a partly unpacked package looks installed, so after an interrupted
 * installation the folder is emptied first.
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.marker a file in `folder/.cache`, there while an installation is under way
 * @param {() => Promise<void>} options.install
 */
export async function installWhole({ folder, marker, install }) {
  if (isHalfInstalled(marker)) {
    for (const name of readdirSync(folder)) {
      if (name !== ".cache") rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
  writeWhole(marker, "");
  await install();
  rmSync(marker);
}
