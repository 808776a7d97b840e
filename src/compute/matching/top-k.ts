/** The few best of every line, held sorted: pairs with scores in, in any order -> the c best of each row or column. */

/** For each line (row or column) the c best pairs offered, best first, ties by lower index. */
export class TopK {
  readonly c: number;
  readonly scores: Float64Array; // [n, c]
  readonly indexes: Int32Array; // [n, c]

  constructor({ n, c }: { n: number; c: number }) {
    this.c = c;
    this.scores = new Float64Array(n * c).fill(Number.NEGATIVE_INFINITY);
    this.indexes = new Int32Array(n * c).fill(-1);
  }

  /** The score that a pair must reach to enter. */
  bar(line: number): number {
    return this.scores[line * this.c + this.c - 1];
  }

  /** Offers a pair; one that is held already changes nothing. */
  offer(line: number, score: number, index: number): void {
    const { scores, indexes } = this;
    const first = line * this.c;
    const last = first + this.c - 1;
    let place = last + 1;
    while (place > first && (scores[place - 1] < score || (scores[place - 1] === score && indexes[place - 1] > index)))
      place--;
    if (place > last || (place > first && indexes[place - 1] === index)) return;
    scores.copyWithin(place + 1, place, last);
    indexes.copyWithin(place + 1, place, last);
    scores[place] = score;
    indexes[place] = index;
  }

  /** Gives line `to` what line `from` has. */
  copy(from: number, to: number): void {
    const { c } = this;
    this.scores.copyWithin(to * c, from * c, (from + 1) * c);
    this.indexes.copyWithin(to * c, from * c, (from + 1) * c);
  }
}
