/** One line of budget.json. Bytes, after brotli. */
export interface Budget {
  what: string;
  /** Never more than this. */
  limit: number;
  /** As it was when last recorded; growth beyond the slack must be meant. */
  recorded: number;
}

/** Bytes that a row may grow by unrecorded: a rename or a new hash moves brotli by some. */
export const slack = 200;

/** What is wrong and what to do; undefined where nothing is. */
export function complaint(budget: Budget, bytes: number): string | undefined {
  const { what, limit, recorded } = budget;
  if (bytes > limit) {
    return `${what}: ${bytes} bytes, ${bytes - limit} over the budget of ${limit}. Fetch by import() what is not needed at once, or do without it.`;
  }
  if (bytes > recorded + slack) {
    return `${what}: ${bytes} bytes, ${bytes - recorded} more than recorded. If that is meant, run pnpm size --record and commit test/size/budget.json; else find what came in.`;
  }
  if (bytes < recorded - slack) {
    return `${what}: ${bytes} bytes, ${recorded - bytes} fewer than recorded. Good: run pnpm size --record and commit test/size/budget.json, so that it stays so.`;
  }
  return undefined;
}
