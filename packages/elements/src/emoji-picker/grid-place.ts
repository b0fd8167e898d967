/** Where the keyboard is in sections of rows, all with the same number of columns. */
export class GridPlace {
  section = 0;
  index = 0;
  #counts: readonly number[] = [];
  #columns = 1;

  /** New sections; a place that is no longer there goes back to the start. */
  lay(counts: readonly number[], columns: number): void {
    this.#counts = counts;
    this.#columns = columns;
    if (this.index >= (counts[this.section] ?? 0)) this.reset();
  }

  reset(): void {
    this.section = 0;
    this.index = 0;
  }

  is(section: number, index: number): boolean {
    return this.section === section && this.index === index;
  }

  get isFirstRow(): boolean {
    return this.section === 0 && this.index < this.#columns;
  }

  get rowCount(): number {
    return this.rowNumber(this.#counts.length, 0) - 1;
  }

  /** Counted from 1, over all sections. */
  rowNumber(section: number, row: number): number {
    return this.#counts.slice(0, section).reduce((sum, count) => sum + this.#rows(count), 0) + row + 1;
  }

  #rows(count: number): number {
    return Math.ceil(count / this.#columns);
  }

  /** Goes where a key leads; false for other keys. At the ends it stays. */
  move(event: KeyboardEvent, dir: 'ltr' | 'rtl'): boolean {
    const ahead = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const column = this.index % this.#columns;
    const count = this.#counts[this.section] ?? 0;
    const all = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case ahead:
        this.#step(1);
        return true;
      case back:
        this.#step(-1);
        return true;
      case 'ArrowDown':
        this.#rowsOn(1);
        return true;
      case 'ArrowUp':
        this.#rowsOn(-1);
        return true;
      case 'PageDown':
        this.#rowsOn(5);
        return true;
      case 'PageUp':
        this.#rowsOn(-5);
        return true;
      case 'Home':
        if (all) this.reset();
        else this.index -= column;
        return true;
      case 'End':
        if (all) this.section = Math.max(0, this.#counts.length - 1);
        this.index = all
          ? this.#counts.at(-1)! - 1
          : Math.min(count - 1, this.index - column + this.#columns - 1);
        return true;
      default:
        return false;
    }
  }

  #step(by: 1 | -1): void {
    const next = this.index + by;
    if (next >= 0 && next < (this.#counts[this.section] ?? 0)) this.index = next;
    else if (this.#counts[this.section + by] !== undefined) {
      this.section += by;
      this.index = by > 0 ? 0 : this.#counts[this.section]! - 1;
    }
  }

  #rowsOn(by: number): void {
    const column = this.index % this.#columns;
    for (let left = Math.abs(by); left > 0; left--) {
      const count = this.#counts[this.section] ?? 0;
      const row = Math.floor(this.index / this.#columns) + Math.sign(by);
      if (row >= 0 && row < this.#rows(count)) this.index = Math.min(count - 1, row * this.#columns + column);
      else {
        const next = this.#counts[this.section + Math.sign(by)];
        if (next === undefined) return;
        this.section += Math.sign(by);
        this.index = Math.min(next - 1, (by > 0 ? 0 : this.#rows(next) - 1) * this.#columns + column);
      }
    }
  }
}
