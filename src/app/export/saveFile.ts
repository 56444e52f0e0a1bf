/** Some browsers, Safari among them, read the file long after the click. */
const KEPT_MS = 40_000;

/** Saves a file as a browser download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
    link.remove();
  }, KEPT_MS);
}
