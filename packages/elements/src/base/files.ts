/** Files in a drag or on the clipboard, folders left out. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data) return [];
  const items = [...data.items].filter((item) => item.kind === 'file');
  // A folder comes as a file without bytes; where the browser can tell, it is left out.
  return items
    .filter(
      (item) =>
        !(item as { webkitGetAsEntry?: () => { isDirectory: boolean } | null }).webkitGetAsEntry?.()
          ?.isDirectory,
    )
    .map((item) => item.getAsFile())
    .filter((file): file is File => file !== null);
}

export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}
