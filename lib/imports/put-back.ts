/** The pieces of a stream again, after the first of them were looked at. */
export async function* putBack<Piece extends { length: number }>(
  head: Piece,
  rest: AsyncIterator<Piece>,
): AsyncGenerator<Piece> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
