/** Files in a drag or on the clipboard. A folder comes as one without bytes; where the browser can tell, it is left out. */
export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
}

export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}
