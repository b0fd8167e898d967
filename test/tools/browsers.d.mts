export type Engine = 'chromium' | 'firefox' | 'webkit';
export const engines: readonly Engine[];
/** The path of an engine's browser (for WebKit: of its driver), or undefined. Throws where a variable names none. */
export function findBrowser(engine: Engine): string | undefined;
export function findMiniBrowser(): string | undefined;
export const chromiumArgs: readonly string[];
export const debianPackages: Readonly<Record<Engine, readonly string[]>>;
