/** What a metric is for Prometheus, and what its labels are. The values of every label are a closed set. */
export interface MetricKind {
  type: "counter" | "gauge" | "histogram";
  help: string;
  labels: readonly string[];
  /** upper bounds, of a histogram */
  buckets?: readonly number[];
  /** how the values of several processes become one; default: their sum */
  aggregator?: "max" | "min";
}

/** Seconds. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Seconds. */
const STATEMENT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 4];

/**
 * Every metric of the portal itself. Those of Node.js come from prom-client (`process_`, `nodejs_`). No label holds
 * anything that a sender chose, such as a path, a client id or an address, because each new value is a new series.
 */
export const METRICS = {
  portico_processes: { type: "gauge", help: "Processes that answered this scrape.", labels: ["role"] },

  // requests
  portico_requests_total: {
    type: "counter",
    help: "Requests from outside that have ended.",
    labels: ["endpoint", "outcome"],
  },
  portico_request_duration_seconds: {
    type: "histogram",
    help: "Time from the head of a request until its answer was sent, or the connection closed.",
    labels: ["endpoint"],
    buckets: REQUEST_BUCKETS,
  },

  // people
  portico_proofs_total: {
    type: "counter",
    help: "Tries to prove who one is, by factor.",
    labels: ["factor", "outcome"],
  },
  portico_sign_ins_total: {
    type: "counter",
    help: "Sessions that began, by the last factor proved.",
    labels: ["factor"],
  },
  portico_limits_reached_total: {
    type: "counter",
    help: "Times that a rate limit was reached.",
    labels: ["limit"],
  },
  portico_events_total: {
    type: "counter",
    help: "Events for the audit log, by their type in the catalogue; repeated ones that the log leaves out count too.",
    labels: ["type", "outcome"],
  },

  // passwords
  portico_password_queue_waiting: { type: "gauge", help: "Passwords that wait to be hashed.", labels: [] },
  portico_password_queue_busy: { type: "gauge", help: "Threads that hash a password now.", labels: [] },
  portico_password_queue_threads: { type: "gauge", help: "The most threads that hash passwords.", labels: [] },
  portico_password_queue_refused_total: {
    type: "counter",
    help: "Passwords that were not checked because too many waited.",
    labels: [],
  },

  // the database
  portico_database_up: {
    type: "gauge",
    help: "1 while every process reaches the database, otherwise 0.",
    labels: [],
    aggregator: "min",
  },
  portico_database_connections: {
    type: "gauge",
    help: "Open connections to PostgreSQL: idle ones, and those at work.",
    labels: ["state"],
  },
  portico_database_connections_max: {
    type: "gauge",
    help: "The most connections that the processes may open now.",
    labels: [],
  },
  portico_database_requests_waiting: { type: "gauge", help: "Requests that wait for a connection.", labels: [] },
  portico_batch_items: {
    type: "histogram",
    help: "Requests that shared one statement.",
    labels: ["kind"],
    buckets: [1, 2, 4, 8, 16, 32, 64],
  },
  portico_batch_duration_seconds: {
    type: "histogram",
    help: "Time that a shared statement took.",
    labels: ["kind"],
    buckets: STATEMENT_BUCKETS,
  },
  portico_cache_lookups_total: {
    type: "counter",
    help: "Look-ups of what processes remember from the database: answered from memory (hit) or read (miss).",
    labels: ["cache", "result"],
  },

  // the audit log
  portico_audit_events_waiting: { type: "gauge", help: "Events that are not written yet.", labels: [] },
  portico_audit_lag_seconds: {
    type: "gauge",
    help: "Age of the oldest event that is not written yet.",
    labels: [],
    aggregator: "max",
  },
  portico_audit_events_lost_total: {
    type: "counter",
    help: "Events that were dropped because too many waited for the database.",
    labels: [],
  },

  // jobs, in the database for all processes
  portico_jobs_waiting: {
    type: "gauge",
    help: "Jobs that are due, for all instances on this database.",
    labels: ["kind"],
    aggregator: "max",
  },
  portico_jobs_failing: {
    type: "gauge",
    help: "Jobs that failed and will be tried again, for all instances on this database.",
    labels: ["kind"],
    aggregator: "max",
  },
  portico_jobs_oldest_seconds: {
    type: "gauge",
    help: "Time since the oldest job that is due became so.",
    labels: ["kind"],
    aggregator: "max",
  },
  portico_jobs_total: { type: "counter", help: "Tries of jobs that have ended.", labels: ["kind", "outcome"] },
} as const satisfies Record<string, MetricKind>;

export type MetricName = keyof typeof METRICS;

/** The labels of a metric. */
export type LabelOf<Name extends MetricName> = (typeof METRICS)[Name]["labels"][number];

/** The metrics of a type. */
export type NameOfType<Type extends MetricKind["type"]> = {
  [Name in MetricName]: (typeof METRICS)[Name]["type"] extends Type ? Name : never;
}[MetricName];
