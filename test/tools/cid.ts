/**
 * Ids of writes that carry who wrote them and as which: `writer` 0 to 4095, `number` up to 48 bits. Valid UUIDv7,
 * so that a log can be checked against millions of acknowledgements without a table of strings.
 */
export function numberedCid(writer: number, number: number): string {
  const time = (1_750_000_000_000 + number).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${writer.toString(16).padStart(3, '0')}-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The inverse; undefined for an id that was not made here. */
export function readNumberedCid(cid: string): { writer: number; number: number } | undefined {
  const match = /^[0-9a-f]{8}-[0-9a-f]{4}-7([0-9a-f]{3})-8000-([0-9a-f]{12})$/.exec(cid);
  if (!match) return undefined;
  return { writer: Number.parseInt(match[1]!, 16), number: Number.parseInt(match[2]!, 16) };
}
