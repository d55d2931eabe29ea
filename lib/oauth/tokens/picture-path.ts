/**
 * Where everybody can see a picture that a person uploaded. The key is new with each picture, and nobody can guess it.
 */
export function picturePath(key: string): string {
  return `/pictures/${key}`;
}
