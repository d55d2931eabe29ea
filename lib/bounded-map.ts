/**
 * A Map with a bounded number of entries that forgets the least recently used ones. Every operation takes the same
 * short time, however many entries there are and however fast new ones come: entries live in two generations, using an
 * entry moves it to the young generation, and when that is full, the old generation is dropped as a whole. (Evicting
 * the first key of a plain Map would be slow: finding it walks over every entry that was deleted before.)
 */
export class BoundedMap<Key, Value> {
  readonly #generationSize: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** @param maxSize the most entries; the most recently used half is always kept */
  constructor(maxSize: number) {
    this.#generationSize = Math.max(1, Math.floor(maxSize / 2));
  }

  /** Entries that are held now. */
  get size(): number {
    let size = this.#young.size;
    for (const key of this.#old.keys()) if (!this.#young.has(key)) size += 1;
    return size;
  }

  get(key: Key): Value | undefined {
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#generationSize && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: Key): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
