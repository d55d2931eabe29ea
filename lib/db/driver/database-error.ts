/** The database cannot be opened; the message is one sentence for the operator. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}
