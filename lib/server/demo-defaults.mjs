import path from "node:path";

/**
 * The demo's default folder and port, which differ from those of a portal that runs in the same clone, and a log in text.
 * @param {NodeJS.ProcessEnv} env is changed
 */
export function setDemoDefaults(env) {
  env.PORTICO_DATA_DIR ||= path.join(".data", "demo");
  env.PORT ||= "3100";
  env.PORTICO_LOG_FORMAT ||= "text";
}
