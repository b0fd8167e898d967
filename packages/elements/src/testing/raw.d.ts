/** Vite gives a file's text for `?raw`. */
declare module '*.css?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the form that Vite gives
  export default text;
}
