/** What the portal needs from its database, each tried by itself. */
export type DatabaseCheck =
  | "connection"
  | "encoding"
  | "time-zone"
  | "standby"
  | "schema"
  | "rights"
  | "write"
  | "commit"
  | "disk"
  | "prepared-statements"
  | "notifications"
  | "connections"
  | "durability"
  | "signing-keys";

/** What is wrong with one of them. */
export type DatabaseFault =
  /** `code`: of Node.js or PostgreSQL; "" when there is none */
  | { kind: "refused"; code: string; message: string }
  /** it does not answer in time */
  | { kind: "silent" }
  | { kind: "encoding"; encoding: string }
  | { kind: "time-zone"; zone: string }
  | { kind: "standby"; isRecovering: boolean }
  | { kind: "schema-missing" }
  | { kind: "schema-older"; migrations: string[] }
  | { kind: "schema-newer"; migrations: string[] }
  /** a newer version has migrated it, and this one can run on it all the same */
  | { kind: "schema-ahead"; migrations: string[] }
  /** `columns`: as `table.column` */
  | { kind: "schema-altered"; columns: string[] }
  | { kind: "rights"; tables: string[] }
  | { kind: "create-right"; role: string }
  | { kind: "locked" }
  | { kind: "disk-full" }
  | { kind: "statements-lost" }
  | { kind: "notifications-lost" }
  /** connections that the portal may open, and those that the server has for it */
  | { kind: "connections"; needed: number; free: number }
  /** sessions that the portal may open through a pooler, those without which it cannot work, and those that it gets */
  | { kind: "pooler-sessions"; needed: number; least: number; given: number }
  /** `setting`: as the server writes it */
  | { kind: "durability"; setting: string }
  | { kind: "signing-keys"; message: string };

/** One thing that was tried. `fault`: null when it works */
export interface DatabaseExamination {
  check: DatabaseCheck;
  fault: DatabaseFault | null;
}

/** A database as it was found. `time`: of its clock; null when it was not told */
export interface ExaminedDatabase {
  examinations: DatabaseExamination[];
  time: Date | null;
}
